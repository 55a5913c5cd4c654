import { addUp, compareMoves, movesOf, type MoveCount } from '../transitions/moves.ts';
import type { Touchpoint } from '../touchpoints/touchpoint.ts';

/** What is kept of a profile's whole journey. */
export interface ProfileJourney {
  readonly touchpointCount: number;
  /** Value of all conversions in minor units. */
  readonly value: number;
  readonly conversionCount: number;
  /** Null when it has no touchpoint. */
  readonly first: Touchpoint | null;
  readonly last: Touchpoint | null;
  /** Moves of the collapsed path over all sessions, the one into the first step included, the end not (JOURNEYS rule 32); in the order of `compareMoves`. */
  readonly moves: readonly MoveCount[];
}

/** Touchpoints must be in order. */
export function summariseJourney(
  touchpoints: readonly Touchpoint[],
  conversionSteps: ReadonlySet<string>,
): ProfileJourney {
  const conversions = touchpoints.filter(({ step }) => conversionSteps.has(step));
  return {
    touchpointCount: touchpoints.length,
    value: conversions.reduce((sum, { value }) => sum + value, 0),
    conversionCount: conversions.length,
    first: touchpoints[0] ?? null,
    last: touchpoints.at(-1) ?? null,
    moves: addUp(movesOf(touchpoints.map(({ step }) => step)).filter(({ to }) => to !== null)).toSorted(
      compareMoves,
    ),
  };
}
