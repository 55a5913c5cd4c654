import type { Profile } from '../profiles/profile.ts';

/** Another profile whose whole journey passes through similar moves (JOURNEYS rule 32). */
export interface SimilarJourney {
  readonly profile: Profile;
  /** Jaccard similarity of the two sets of moves, above 0 and up to 1. */
  readonly similarity: number;
  /** At most 20 that the other made and this one did not, by steps. */
  readonly differentMoves: readonly JourneyMove[];
  readonly converted: boolean;
}

export interface JourneyMove {
  /** Null at the beginning of a journey. */
  readonly from: string | null;
  readonly to: string;
}
