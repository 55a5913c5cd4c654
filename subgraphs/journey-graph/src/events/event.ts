import type { EventDocument } from '../store/documents.ts';

export type EventType = 'IDENTIFY' | 'TRACK' | 'PAGE' | 'SCREEN' | 'GROUP' | 'ALIAS';

/** An event of a person, as it was sent, and what it is in journeys. Times are milliseconds, money is minor units. */
export interface Event {
  readonly id: string;
  readonly type: EventType;
  /** Null for kinds that have no name. */
  readonly event: string | null;
  /** Null when it takes part in no journey. */
  readonly step: string | null;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly timestamp: number;
  readonly receivedAt: number;
  readonly position: number;
  readonly sourceId: string;
  /** Unmasked: ask the service for what a viewer may see. */
  readonly properties: unknown;
  /** 0 unless its step is a conversion step. */
  readonly value: number;
  readonly profileId: string;
}

export function toEvent(document: EventDocument): Event {
  const { eventId, type, event, step, channel, campaign, ts, receivedAt, position, sourceId } = document;
  const { properties, value, profileId } = document;
  return {
    id: eventId,
    // The projection writes the kinds of the tracking API only.
    type: type.toUpperCase() as EventType,
    event,
    step,
    channel,
    campaign,
    timestamp: ts,
    receivedAt,
    position,
    sourceId,
    properties,
    value,
    profileId,
  };
}
