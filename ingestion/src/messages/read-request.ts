import { limits, parseJson } from '@customer360/tracking';
import type { ReceivedBody } from '../read-body.ts';
import type { TrackingCall } from '../tracking-call.ts';
import { isObject, optionalObject, optionalTime } from './fields.ts';
import type { Fields } from './fields.ts';
import type { MessageFrame } from './message-frame.ts';
import { Refusal } from './refusal.ts';

/** The messages of a request with what holds for all of them. */
export interface TrackingRequest {
  readonly messages: readonly unknown[];
  readonly frame: Pick<MessageFrame, 'type' | 'context' | 'integrations' | 'sentAt'>;
}

const problems = {
  TOO_LARGE: [
    'REQUEST_TOO_LARGE',
    `A request may have ${limits.maxRequestBytes} bytes, unpacked.`,
    limits.maxRequestBytes,
  ],
  BAD_GZIP: ['MALFORMED_JSON', 'The body is not the gzip that its header announces.', null],
  NOT_UTF8: ['MALFORMED_JSON', 'The body must be UTF-8.', null],
  UNSUPPORTED_ENCODING: ['UNSUPPORTED_ENCODING', 'A body may be plain or gzip.', null],
} as const;

/** The JSON object of a body. Throws a Refusal. */
export function parseBody({ text, problem }: ReceivedBody): Fields {
  if (problem !== null) {
    const [code, message, limit] = problems[problem];
    throw new Refusal(code, null, message, limit);
  }
  const body = parse(text);
  if (!isObject(body)) throw new Refusal('NOT_AN_OBJECT', null, 'The body must be a JSON object.');
  return body;
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new Refusal('MALFORMED_JSON', null, 'The body must be JSON.');
  }
}

/** Throws a Refusal when the request as a whole cannot be read. */
export function readRequest(body: Fields, call: TrackingCall): TrackingRequest {
  if (call.kind === 'single') {
    const frame = { type: call.type, context: null, integrations: null, sentAt: undefined };
    return { messages: [body], frame };
  }
  const messages = body['batch'];
  if (!Array.isArray(messages)) throw new Refusal('REQUIRED', 'batch', 'batch must be an array of events.');
  if (messages.length > limits.maxBatchEvents) {
    const limit = limits.maxBatchEvents;
    throw new Refusal('TOO_MANY_EVENTS', 'batch', `A batch may have ${limit} events.`, limit);
  }
  const frame = {
    type: null,
    context: optionalObject(body['context'], 'context'),
    integrations: optionalObject(body['integrations'], 'integrations'),
    sentAt: call.kind === 'import' ? null : (optionalTime(body['sentAt'], 'sentAt') ?? undefined),
  };
  checkShared(frame, messages.length);
  return { messages, frame };
}

/** What stands once in a batch and is kept with each of its events would make gigabytes of a small request. */
function checkShared(
  { context, integrations }: Pick<MessageFrame, 'context' | 'integrations'>,
  events: number,
): void {
  if (context === null && integrations === null) return;
  const limit = limits.maxSharedBytes;
  if (Buffer.byteLength(JSON.stringify([context, integrations])) * events <= limit) return;
  const field = context === null ? 'integrations' : 'context';
  throw new Refusal(
    'REQUEST_TOO_LARGE',
    field,
    `Copied into each event, ${field} may add ${limit} bytes.`,
    limit,
  );
}
