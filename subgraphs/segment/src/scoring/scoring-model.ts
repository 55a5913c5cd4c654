import type { Archetype, BgNbdModel, ChurnCalibration, GammaGammaModel } from '@customer360/scoring';
import type { RankScale } from './rank-scores.ts';

/** What a run fitted over all customers of a tenant: enough to score any profile alike later on. */
export interface ScoringModel {
  /** In weeks; null where it could not be fitted. */
  readonly purchases: BgNbdModel | null;
  /** In units of currency; null where it could not be fitted. */
  readonly spend: GammaGammaModel | null;
  /** Null leaves the churn risk as the purchase model has it. */
  readonly calibration: ChurnCalibration | null;
  readonly rfm: { readonly recency: RankScale; readonly frequency: RankScale; readonly monetary: RankScale };
  /** Archetypes in force when the run was fitted. */
  readonly archetypes: readonly Archetype[];
  /** The version of each archetype by its code; 1 where none is told. */
  readonly versions?: Readonly<Record<string, number>>;
  /** Archetypes that go by a rule, as JSON. */
  readonly ruled: readonly { readonly code: string; readonly rule: unknown }[];
}
