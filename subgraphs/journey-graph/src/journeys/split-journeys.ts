import type { Session } from '../sessions/split-sessions.ts';
import { touchesOf, type Touch } from '../sessions/touches.ts';
import { inJourneyOrder, type Touchpoint } from '../touchpoints/touchpoint.ts';

/** Touches that a path holds at most: the first and the latest others (JOURNEYS rule 21). */
export const MAX_TOUCHES = 200;

/** Place of a touchpoint in a profile's history. */
export type Place = Pick<Touchpoint, 'at' | 'position'>;

/** The way of a profile to a conversion, or what is still open after the last one. */
export interface Journey {
  readonly first: Place & Pick<Touchpoint, 'eventId'>;
  readonly last: Pick<Touchpoint, 'at'>;
  /** The last touchpoint when it is of a conversion step; null while open. */
  readonly conversion: Pick<Touchpoint, 'eventId' | 'value'> | null;
  readonly touchpointCount: number;
  readonly sessionCount: number;
  readonly touches: readonly Touch[];
  /** True when touches were left out. */
  readonly cut: boolean;
}

/** Where to begin and end when not the whole history is cut. */
export interface JourneyRange {
  /** The journey that is open when the range begins. */
  readonly open?: Journey | null;
  /** Touchpoints before it only say what their sessions began with; null for none. */
  readonly from?: Place | null;
  /** Event id of the last touchpoint; null for the end of the sessions. */
  readonly until?: string | null;
}

/** Cuts a profile's sessions, in order, after each touchpoint whose step is a conversion step. */
export function splitJourneys(
  sessions: readonly Session[],
  conversionSteps: ReadonlySet<string>,
  { open: begun = null, from = null, until = null }: JourneyRange = {},
): readonly Journey[] {
  const journeys: Journey[] = [];
  let open = begun === null ? null : reopen(begun);
  for (const { touchpoints } of sessions) {
    const touchIds = new Set(touchesOf(touchpoints).map(({ eventId }) => eventId));
    let isNewSession = true;
    for (const touchpoint of touchpoints) {
      if (from !== null && inJourneyOrder(touchpoint, from) < 0) {
        // The open journey came this far, so it has counted this session.
        isNewSession = false;
        continue;
      }
      open ??= begin(touchpoint);
      if (isNewSession || open.sessionCount === 0) open.sessionCount += 1;
      isNewSession = false;
      open.last = touchpoint;
      open.touchpointCount += 1;
      if (touchIds.has(touchpoint.eventId)) open.touches.push(toTouch(touchpoint));
      if (conversionSteps.has(touchpoint.step)) {
        journeys.push(close(open, touchpoint));
        open = null;
      }
      if (touchpoint.eventId === until) return open === null ? journeys : [...journeys, close(open, null)];
    }
  }
  return open === null ? journeys : [...journeys, close(open, null)];
}

interface OpenJourney {
  readonly first: Journey['first'];
  last: Journey['last'];
  touchpointCount: number;
  sessionCount: number;
  readonly touches: Touch[];
  readonly cut: boolean;
}

function begin(first: Touchpoint): OpenJourney {
  return { first, last: first, touchpointCount: 0, sessionCount: 0, touches: [], cut: false };
}

function reopen({ first, last, touchpointCount, sessionCount, touches, cut }: Journey): OpenJourney {
  return { first, last, touchpointCount, sessionCount, touches: [...touches], cut };
}

function close({ touches, cut, ...rest }: OpenJourney, conversion: Touchpoint | null): Journey {
  return { ...rest, conversion, touches: cutTouches(touches), cut: cut || touches.length > MAX_TOUCHES };
}

/** The first and the latest others. */
export function cutTouches<T>(touches: readonly T[]): readonly T[] {
  if (touches.length <= MAX_TOUCHES) return touches;
  return [...touches.slice(0, 1), ...touches.slice(1 - MAX_TOUCHES)];
}

function toTouch({ eventId, position, at, channel, campaign }: Touchpoint): Touch {
  if (channel === null) throw new Error('a touch has a channel');
  return { eventId, position, at, channel, campaign };
}
