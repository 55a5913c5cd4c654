import type { NewEntry } from '@customer360/event-log';
import { canonicalJson, extractIdentifiers, limits, UnacceptableValueError } from '@customer360/tracking';
import type { DroppedIdentifier, TrackingMessage } from '@customer360/tracking';
import { readFields } from './read-fields.ts';
import { isObject } from './fields.ts';
import type { Fields } from './fields.ts';
import type { MessageFrame } from './message-frame.ts';
import { Refusal } from './refusal.ts';
import type { RefusalReason } from './refusal.ts';
import { correctedTimestamp } from './timestamps.ts';
import { valueFaults } from './value-faults.ts';

export type ReadMessage =
  | {
      readonly entry: NewEntry;
      readonly messageId: string;
      readonly dropped: readonly DroppedIdentifier[];
    }
  | { readonly refused: RefusalReason; readonly messageId: string | null };

/** One message of the Segment Spec as an entry of the log, or why it cannot be one. */
export function readMessage(message: unknown, frame: MessageFrame): ReadMessage {
  try {
    return toEntry(message, frame);
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.reason, messageId: messageIdOf(message) };
    throw error;
  }
}

function toEntry(message: unknown, frame: MessageFrame): ReadMessage {
  if (!isObject(message)) throw new Refusal('NOT_AN_OBJECT', null, 'An event must be an object.');
  const { type, messageId, eventName, originalTimestamp, sentAt, receivedAt } = readFields(message, frame);
  const content = contentOf(message, frame, { type, messageId });
  const payload = toPayload(content);
  const { identifiers, dropped, mentions } = extractIdentifiers(content, frame.identifiers);
  const times = { originalTimestamp, sentAt, receivedAt };
  const timestamp = correctedTimestamp(times);
  const entry: NewEntry = {
    sourceId: frame.sourceId,
    messageId,
    kind: type,
    eventName,
    timestamp,
    originalTimestamp,
    sentAt,
    receivedAt,
    identifiers,
    mentions,
    payload,
  };
  return { entry, messageId, dropped };
}

/** What is kept: without the secret, and without what differs when the same message is sent again. */
function contentOf(
  message: Fields,
  frame: MessageFrame,
  named: { type: string; messageId: string },
): TrackingMessage {
  const { writeKey: _key, sentAt: _sentAt, receivedAt: _receivedAt, _metadata, ...content } = message;
  const context = merge(frame.context, content['context']);
  const integrations = merge(frame.integrations, content['integrations']);
  return { ...content, ...named, ...(context && { context }), ...(integrations && { integrations }) };
}

function merge(ofBatch: Fields | null, own: unknown): Fields | null {
  if (ofBatch === null) return null;
  return isObject(own) ? { ...ofBatch, ...own } : ofBatch;
}

function toPayload(content: TrackingMessage): string {
  const payload = writePayload(content);
  const { maxEventBytes } = limits;
  // A UTF-16 unit is at most three bytes of UTF-8.
  if (payload.length * 3 > maxEventBytes && Buffer.byteLength(payload) > maxEventBytes) {
    throw new Refusal('EVENT_TOO_LARGE', null, `An event may have ${maxEventBytes} bytes.`, maxEventBytes);
  }
  return payload;
}

function writePayload(content: TrackingMessage): string {
  try {
    return canonicalJson(content, { maxDepth: limits.maxDepth });
  } catch (error) {
    if (!(error instanceof UnacceptableValueError)) throw error;
    const limit = error.fault === 'TOO_DEEP' ? limits.maxDepth : null;
    throw new Refusal(error.fault, error.path === '' ? null : error.path, valueFaults[error.fault], limit);
  }
}

function messageIdOf(message: unknown): string | null {
  const id = isObject(message) ? message['messageId'] : null;
  return typeof id === 'string' && id !== '' ? id.slice(0, limits.maxMessageIdLength) : null;
}
