import type { SessionDocument } from '../store/documents.ts';

/** A session of one profile, as it is shown. Times are milliseconds, money is minor units. */
export interface Session {
  /** Id of its first event. */
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly duration: number;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly touchpointCount: number;
  readonly value: number;
  /** In order; the places of its touchpoints in the history of the profile. */
  readonly places: readonly SessionPlace[];
}

export interface SessionPlace {
  readonly eventId: string;
  readonly at: number;
  readonly position: number;
}

export function toSession(document: SessionDocument): Session {
  const { startedAt, endedAt, channel, campaign, value, eventIds, times, positions } = document;
  return {
    id: eventIds[0] ?? '',
    startedAt,
    endedAt,
    duration: endedAt - startedAt,
    channel,
    campaign,
    touchpointCount: eventIds.length,
    value,
    places: eventIds.map((eventId, place) => ({
      eventId,
      at: times[place] ?? startedAt,
      position: positions[place] ?? 0,
    })),
  };
}
