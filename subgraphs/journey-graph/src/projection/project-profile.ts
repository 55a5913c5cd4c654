import { splitJourneys, type Journey } from '../journeys/split-journeys.ts';
import { summariseJourney, type ProfileJourney } from '../profiles/profile-journey.ts';
import { splitSessions, type Session } from '../sessions/split-sessions.ts';
import { inJourneyOrder, type Touchpoint } from '../touchpoints/touchpoint.ts';
import { countMoves, type MoveCount } from '../transitions/moves.ts';

/** Everything that is derived from the touchpoints of one profile. */
export interface ProjectedProfile {
  readonly sessions: readonly Session[];
  readonly journeys: readonly Journey[];
  /** Month to moves of its sessions. */
  readonly moves: ReadonlyMap<string, readonly MoveCount[]>;
  readonly summary: ProfileJourney;
}

/** From the whole history of a profile, in any order. What is kept incrementally must equal this. */
export function projectProfile(
  touchpoints: readonly Touchpoint[],
  conversionSteps: ReadonlySet<string>,
): ProjectedProfile {
  const ordered = touchpoints.toSorted(inJourneyOrder);
  const sessions = splitSessions(ordered);
  return {
    sessions,
    journeys: splitJourneys(sessions, conversionSteps),
    moves: countMoves(sessions),
    summary: summariseJourney(ordered, conversionSteps),
  };
}
