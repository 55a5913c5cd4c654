import type { PersonaFeature } from '@customer360/event-log';
import {
  churnInputs,
  fitBgNbd,
  fitChurnCalibration,
  fitGammaGamma,
  NotConvergedError,
  proposeArchetypes,
  rfm,
  ScoringInputError,
  type BgNbdModel,
  type FeatureRow,
  type ProposedArchetype,
} from '@customer360/scoring';
import { CHURN_WEEKS, type ProfilePurchases } from './purchases.ts';
import { rankScale } from './rank-scores.ts';
import type { ScoringModel } from './scoring-model.ts';

/** All customers of a tenant, plain values, so that it can be sent to another thread. */
export interface FitInput {
  readonly asOf: number;
  readonly customers: readonly { readonly id: string; readonly purchases: ProfilePurchases }[];
  /** Null looks for no archetypes. */
  readonly features: readonly PersonaFeature[] | null;
}

export interface Fitted extends Omit<ScoringModel, 'archetypes' | 'ruled' | 'versions'> {
  readonly proposals: readonly ProposedArchetype[];
  /** What could not be fitted, and why. */
  readonly warnings: readonly string[];
}

/** Fits the models of a run; what cannot be fitted is null and named in `warnings`. */
export type FitModel = (input: FitInput) => Promise<Fitted>;

/** Fewer examples than this teach a calibration nothing. */
const FEWEST_EXAMPLES = 100;
/** More customers than this are thinned out evenly to look for archetypes. */
const MOST_CLUSTERED = 5_000;
const FEWEST_ARCHETYPES = 4;
const MOST_ARCHETYPES = 8;
const SEED = 360;

export function fitModel({ asOf, customers, features }: FitInput): Fitted {
  const warnings: string[] = [];
  const attempt = <Model>(what: string, fit: () => Model): Model | null => {
    try {
      return fit();
    } catch (error) {
      if (!(error instanceof ScoringInputError || error instanceof NotConvergedError)) throw error;
      warnings.push(`${what}: ${error.message}`);
      return null;
    }
  };
  const buyers = customers.filter(({ purchases }) => purchases.orders > 0);
  const histories = buyers.flatMap(({ purchases }) => purchases.history ?? []);
  const purchases = attempt('No chance to be a customer still, churn risk and lifetime value', () =>
    fitBgNbd(histories),
  );
  if (purchases?.a === 0) {
    warnings.push(
      'Nobody seems to leave: everybody counts as a customer still, and churn risk is silence alone.',
    );
  }
  const spends = histories.flatMap(({ repeats, averageValue }) =>
    averageValue !== null && averageValue > 0 ? [{ repeats, averageValue }] : [],
  );
  const spend = purchases === null ? null : attempt('No lifetime value', () => fitGammaGamma(spends));
  const calibration =
    purchases === null ? null : attempt('Churn risk is not calibrated', () => calibrate(buyers));
  return {
    purchases,
    spend,
    calibration,
    rfm: rfmScales(buyers, asOf),
    proposals: features === null ? [] : (attempt('No archetypes', () => propose(buyers, features)) ?? []),
    warnings,
  };
}

/** How the risk of a past moment compares with what came after it. */
function calibrate(buyers: FitInput['customers']) {
  const pasts = buyers.flatMap(({ purchases: { past } }) => past ?? []);
  if (pasts.length < FEWEST_EXAMPLES) {
    throw new ScoringInputError('past customers', `at least ${FEWEST_EXAMPLES}`, pasts.length);
  }
  const then: BgNbdModel = fitBgNbd(pasts);
  return fitChurnCalibration(
    pasts.map((past) => ({ inputs: churnInputs(then, past, CHURN_WEEKS), churned: !past.bought })),
  );
}

function rfmScales(buyers: FitInput['customers'], asOf: number): ScoringModel['rfm'] {
  const rows = buyers.map(({ id, purchases: { lastOrderAt, orders, value } }) => ({
    id,
    lastOrderAt: lastOrderAt ?? asOf,
    orders,
    value,
  }));
  const scores = rfm(rows, { asOf });
  const scale = (
    value: (row: (typeof rows)[number]) => number,
    dimension: 'recency' | 'frequency' | 'monetary',
  ) =>
    rankScale(
      rows.map(value),
      scores.map((one) => one[dimension]),
    );
  return {
    recency: scale(({ lastOrderAt }) => lastOrderAt, 'recency'),
    frequency: scale(({ orders }) => orders, 'frequency'),
    monetary: scale(({ value }) => value, 'monetary'),
  };
}

function propose(
  buyers: FitInput['customers'],
  features: readonly PersonaFeature[],
): readonly ProposedArchetype[] {
  const rows = buyers.flatMap(({ id, purchases }): FeatureRow[] =>
    purchases.features === null ? [] : [{ id, features: purchases.features }],
  );
  const stride = Math.max(1, Math.ceil(rows.length / MOST_CLUSTERED));
  const thinned = rows
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .filter((_, index) => index % stride === 0);
  const { archetypes } = proposeArchetypes(thinned, {
    definitions: features,
    kMin: FEWEST_ARCHETYPES,
    kMax: MOST_ARCHETYPES,
    seed: SEED,
    restarts: 20,
  });
  return archetypes;
}
