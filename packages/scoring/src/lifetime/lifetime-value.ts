import { ScoringInputError } from '../errors.ts';
import { requireAtLeast, requireShare, requireWhole } from '../require.ts';
import type { BgNbdModel } from './bg-nbd-model.ts';
import { expectedPurchases } from './expected-purchases.ts';
import { expectedAverageValue, type GammaGammaModel } from './gamma-gamma.ts';
import type { OrderSummary } from './summarise-orders.ts';

export interface LifetimeValueOptions {
  /** How many periods ahead, at least 1. */
  readonly periods: number;
  /** Length of a period in the models' unit of time; default 1. */
  readonly periodLength?: number;
  /** What a period takes off the value of later money: 0.01 is one per cent a period. */
  readonly discountRate: number;
  /** Share of the money that is profit; default 1. */
  readonly margin?: number;
}

export interface LifetimeValue {
  /** Discounted money expected over the horizon. */
  readonly value: number;
  /** Purchases expected over the horizon, not discounted. */
  readonly purchases: number;
  /** Money expected of each of them. */
  readonly averageValue: number;
}

const MOST_PERIODS = 1000;

/**
 * What a customer is expected to bring over the horizon: the purchases of each period, taken to come at its end, times the
 * money of a purchase, discounted. It rests on the models' assumption that how much one spends and how often are not
 * related. Null means that the model of spend has no answer: its mean does not exist for this customer, or the repeat
 * purchases brought no money at all.
 */
export function lifetimeValue(
  models: { readonly purchases: BgNbdModel; readonly spend: GammaGammaModel },
  customer: OrderSummary,
  { periods, periodLength = 1, discountRate, margin = 1 }: LifetimeValueOptions,
): LifetimeValue | null {
  requireWhole('periods', periods, 1);
  if (periods > MOST_PERIODS) throw new ScoringInputError('periods', `at most ${MOST_PERIODS}`, periods);
  requireAtLeast('periodLength', periodLength, 0);
  requireAtLeast('discountRate', discountRate, 0);
  requireShare('margin', margin);
  const { repeats, averageValue: own } = customer;
  if (own !== null && own <= 0) return null;
  const averageValue = expectedAverageValue(
    models.spend,
    own === null ? null : { repeats, averageValue: own },
  );
  if (averageValue === null) return null;
  let discounted = 0;
  let purchases = 0;
  for (let period = 1; period <= periods; period += 1) {
    const through = expectedPurchases(models.purchases, customer, period * periodLength);
    discounted += (through - purchases) / (1 + discountRate) ** period;
    purchases = through;
  }
  return { value: discounted * averageValue * margin, purchases, averageValue };
}
