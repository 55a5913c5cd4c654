import {
  churnInputs,
  churnRisk,
  lifecycleStage,
  lifetimeValue,
  matchArchetypes,
  probabilityAlive,
  rfmCell,
  type LifecycleStage,
  type RfmCell,
} from '@customer360/scoring';
import { CHURN_WEEKS, LIFETIME_WEEKS, type ProfilePurchases } from './purchases.ts';
import { scoreOn } from './rank-scores.ts';
import type { ScoringModel } from './scoring-model.ts';

/** Scores of a profile; each is null where it cannot be told. */
export interface ProfileScores {
  readonly recency: number | null;
  readonly frequency: number | null;
  readonly monetary: number | null;
  readonly rfmCell: RfmCell | null;
  /** Minor units of currency over the next year, not discounted. */
  readonly lifetimeValue: number | null;
  readonly probabilityAlive: number | null;
  readonly churnRisk: number | null;
  readonly stage: LifecycleStage;
  /** The rule that decided the stage, in words. */
  readonly lifecycleRule: string;
  readonly persona: MatchedPersona | null;
}

export interface MatchedPersona {
  readonly code: string;
  /** Of the archetype. */
  readonly version: number;
  readonly score: number;
  readonly components: readonly { readonly feature: string; readonly score: number }[];
}

const DAY = 86_400_000;
const QUANTILES = 5;
/** A worse match than this says nothing of a customer: two standard deviations off in every feature. */
const LEAST_FIT = Math.exp(-2);

/** Scores of a profile as of the run's moment; `ruled` are the codes of archetypes whose rules hold for it. */
export function scoreProfile(
  model: ScoringModel,
  purchases: ProfilePurchases,
  { asOf, ruled }: { readonly asOf: number; readonly ruled: readonly string[] },
): ProfileScores {
  const { history, orders, hasIdentity, lastOrderAt } = purchases;
  const rfm = rfmOf(model, purchases);
  const alive =
    model.purchases !== null && history !== null ? probabilityAlive(model.purchases, history) : null;
  const risk =
    model.purchases !== null && history !== null
      ? churnRisk(churnInputs(model.purchases, history, CHURN_WEEKS), model.calibration).risk
      : null;
  const daysSinceOrder = lastOrderAt === null ? null : (asOf - lastOrderAt) / DAY;
  const { stage, reason } = lifecycleStage({ hasIdentity, orders, daysSinceOrder, rfm, churnRisk: risk });
  return {
    recency: rfm?.recency ?? null,
    frequency: rfm?.frequency ?? null,
    monetary: rfm?.monetary ?? null,
    rfmCell: rfm === null ? null : rfmCell(rfm, QUANTILES),
    lifetimeValue: lifetimeValueOf(model, history),
    probabilityAlive: alive,
    churnRisk: risk,
    stage,
    lifecycleRule: reason,
    persona: personaOf(model, purchases, ruled),
  };
}

function rfmOf({ rfm }: ScoringModel, { lastOrderAt, orders, value }: ProfilePurchases) {
  if (lastOrderAt === null) return null;
  const recency = scoreOn(rfm.recency, lastOrderAt);
  const frequency = scoreOn(rfm.frequency, orders);
  const monetary = scoreOn(rfm.monetary, value);
  if (recency === null || frequency === null || monetary === null) return null;
  return { recency, frequency, monetary };
}

function lifetimeValueOf(
  { purchases, spend }: ScoringModel,
  history: ProfilePurchases['history'],
): number | null {
  if (purchases === null || spend === null || history === null) return null;
  const options = { periods: LIFETIME_WEEKS, discountRate: 0 };
  const value = lifetimeValue({ purchases, spend }, history, options)?.value ?? null;
  return value === null ? null : Math.round(value * 100);
}

/** The best match; a rule that holds fits whole. Of equal ones the first by code. */
function personaOf(
  { archetypes, versions = {} }: ScoringModel,
  { features }: ProfilePurchases,
  ruled: readonly string[],
): MatchedPersona | null {
  const [code] = ruled.toSorted();
  if (code !== undefined) return { code, version: versions[code] ?? 1, score: 1, components: [] };
  if (features === null) return null;
  const [best] = matchArchetypes(features, archetypes);
  if (best === undefined || best.score < LEAST_FIT) return null;
  return {
    code: best.code,
    version: versions[best.code] ?? 1,
    score: best.score,
    components: best.components.flatMap(({ feature, score }) => (score === null ? [] : [{ feature, score }])),
  };
}
