import type { Touchpoint } from '../touchpoints/touchpoint.ts';

/** A pause of exactly this length stays in the session; one millisecond more starts another (JOURNEYS rule 6). */
export const SESSION_GAP_MS = 30 * 60 * 1_000;

/** A maximal run of a profile's touchpoints without a longer pause. */
export interface Session {
  /** Never empty, in order. */
  readonly touchpoints: readonly Touchpoint[];
  /** Both of the first touchpoint that has a channel; null when none has (JOURNEYS rule 8). */
  readonly channel: string | null;
  readonly campaign: string | null;
}

/** The sessions of one profile. Touchpoints must be in order and without repeats. */
export function splitSessions(touchpoints: readonly Touchpoint[]): readonly Session[] {
  const runs: Touchpoint[][] = [];
  let last: Touchpoint | null = null;
  for (const touchpoint of touchpoints) {
    if (last === null || touchpoint.at - last.at > SESSION_GAP_MS) runs.push([touchpoint]);
    else runs.at(-1)?.push(touchpoint);
    last = touchpoint;
  }
  return runs.map(toSession);
}

function toSession(touchpoints: readonly Touchpoint[]): Session {
  const channelled = touchpoints.find(({ channel }) => channel !== null);
  return {
    touchpoints,
    channel: channelled?.channel ?? null,
    campaign: channelled?.campaign ?? null,
  };
}

/** Steps without neighbouring repeats. */
export function collapse(steps: readonly string[]): readonly string[] {
  return steps.filter((step, place) => step !== steps[place - 1]);
}
