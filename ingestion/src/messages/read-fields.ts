import { isTrackingType, limits } from '@customer360/tracking';
import type { TrackingType } from '@customer360/tracking';
import { optionalObject, optionalText, optionalTime, requiredText } from './fields.ts';
import type { Fields } from './fields.ts';
import type { MessageFrame } from './message-frame.ts';
import { Refusal } from './refusal.ts';

export interface MessageFields {
  readonly type: TrackingType;
  readonly messageId: string;
  readonly eventName: string | null;
  readonly originalTimestamp: number | null;
  readonly sentAt: number | null;
  readonly receivedAt: number;
}

/** Checks the fields to which the Segment Spec gives a meaning, and reads those that the log keeps apart. */
export function readFields(message: Fields, frame: MessageFrame): MessageFields {
  const type = typeOf(message, frame.type);
  const messageId =
    optionalText(message['messageId'], 'messageId', limits.maxMessageIdLength) ?? `api-${frame.newId()}`;
  requireIds(message, type);
  const eventName = eventNameOf(message, type);
  checkObjects(message);
  const originalTimestamp =
    optionalTime(message['originalTimestamp'], 'originalTimestamp') ??
    optionalTime(message['timestamp'], 'timestamp');
  const sentAt = frame.sentAt === undefined ? optionalTime(message['sentAt'], 'sentAt') : frame.sentAt;
  return { type, messageId, eventName, originalTimestamp, sentAt, receivedAt: frame.receivedAt };
}

function typeOf(message: Fields, named: string | null): TrackingType {
  const type = named === null ? message['type'] : (message['type'] ?? named);
  if (type === undefined || type === null) throw new Refusal('REQUIRED', 'type', 'type is needed.');
  if (named !== null && type !== named) {
    throw new Refusal('UNKNOWN_TYPE', 'type', 'type must be what the address says, or be left out.');
  }
  if (!isTrackingType(type)) {
    throw new Refusal('UNKNOWN_TYPE', 'type', 'type must be identify, track, page, screen, group or alias.');
  }
  return type;
}

function requireIds(message: Fields, type: TrackingType): void {
  const length = limits.maxIdentifierLength;
  const userId = optionalText(message['userId'], 'userId', length);
  const anonymousId = optionalText(message['anonymousId'], 'anonymousId', length);
  const groupId = optionalText(message['groupId'], 'groupId', length);
  if (type === 'alias') {
    requiredText(message['previousId'], 'previousId', length);
    requiredText(userId, 'userId', length);
  } else {
    optionalText(message['previousId'], 'previousId', length);
  }
  if (type === 'group' && groupId === null) requiredText(groupId, 'groupId', length);
  if (userId === null && anonymousId === null) {
    throw new Refusal('REQUIRED', 'userId', 'userId or anonymousId is needed.');
  }
}

function eventNameOf(message: Fields, type: TrackingType): string | null {
  const name = optionalText(message['name'], 'name', limits.maxNameLength);
  optionalText(message['category'], 'category', limits.maxNameLength);
  switch (type) {
    case 'track':
      return requiredText(message['event'], 'event', limits.maxNameLength);
    case 'page':
    case 'screen':
      return name;
    case 'identify':
    case 'group':
    case 'alias':
      return null;
    default:
      return type satisfies never;
  }
}

function checkObjects(message: Fields): void {
  optionalObject(message['properties'], 'properties');
  optionalObject(message['integrations'], 'integrations');
  checkTraits(message['traits'], 'traits');
  const context = optionalObject(message['context'], 'context');
  if (context !== null) checkTraits(context['traits'], 'context.traits');
}

function checkTraits(value: unknown, field: string): void {
  const traits = optionalObject(value, field);
  if (traits !== null && Object.keys(traits).length > limits.maxTraits) {
    throw new Refusal(
      'TOO_MANY_TRAITS',
      field,
      `${field} may have ${limits.maxTraits} keys.`,
      limits.maxTraits,
    );
  }
}
