import { NotConvergedError, ScoringInputError } from '../errors.ts';
import { nelderMead } from '../mathematics/nelder-mead.ts';
import { bgNbdLogLikelihood, countHistories } from './bg-nbd-likelihood.ts';
import type { BgNbdModel } from './bg-nbd-model.ts';
import { refuseFlatDirections } from './flat-directions.ts';
import { checkPurchaseHistory, type PurchaseHistory } from './purchase-history.ts';

export interface BgNbdFit extends BgNbdModel {
  readonly logLikelihood: number;
  readonly customers: number;
}

/** Fewer customers that came back than this say nothing about who leaves. */
const FEWEST_REPEATERS = 10;

/**
 * Maximum likelihood estimates of the BG/NBD model from one history per customer. The result does not depend on the order
 * of `histories`; their unit of time becomes that of the model.
 *
 * Throws `ScoringInputError` for an impossible history or fewer than ten customers with repeats, `NotConvergedError` when
 * the likelihood has no maximum inside (customers who never leave, or who are all alike).
 */
export function fitBgNbd(histories: readonly PurchaseHistory[]): BgNbdFit {
  for (const history of histories) checkPurchaseHistory(history);
  const repeaters = histories.filter(({ repeats }) => repeats > 0).length;
  if (repeaters < FEWEST_REPEATERS) {
    throw new ScoringInputError(
      'histories',
      `of at least ${FEWEST_REPEATERS} customers with repeats`,
      repeaters,
    );
  }
  const counted = countHistories(histories);
  const customers = histories.length;
  const meanAge = counted.reduce((sum, one) => sum + one.age * one.customers, 0) / customers;
  const loss = (point: readonly number[]): number => -bgNbdLogLikelihood(modelAt(point), counted) / customers;
  const minimum = nelderMead(loss, [0, Math.log(meanAge / 3), 0, 1]);
  if (!minimum.converged) {
    throw new NotConvergedError('BG/NBD', `no maximum after ${minimum.evaluations} evaluations`);
  }
  refuseFlatDirections({
    model: 'BG/NBD',
    names: ['r', 'alpha', 'a', 'b'],
    point: minimum.point,
    joint: [
      [0, 1],
      [2, 3],
    ],
    logLikelihood: (point) => -loss(point) * customers,
  });
  return { ...modelAt(minimum.point), logLikelihood: -minimum.value * customers, customers };
}

/** The search runs over logarithms, so that every point is a model. */
function modelAt([r = NaN, alpha = NaN, a = NaN, b = NaN]: readonly number[]): BgNbdModel {
  return { r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) };
}
