import type { Touchpoint } from '../touchpoints/touchpoint.ts';

/** A channelled touchpoint that is the first of its channel and campaign in its session (JOURNEYS rule 20). */
export interface Touch {
  readonly eventId: string;
  readonly position: number;
  readonly at: number;
  readonly channel: string;
  readonly campaign: string | null;
}

/** The touches of one session, in order. */
export function touchesOf(touchpoints: readonly Touchpoint[]): readonly Touch[] {
  const first = new Map<string, Touch>();
  for (const { eventId, position, at, channel, campaign } of touchpoints) {
    if (channel === null) continue;
    const key = JSON.stringify([channel, campaign]);
    if (!first.has(key)) first.set(key, { eventId, position, at, channel, campaign });
  }
  return [...first.values()];
}
