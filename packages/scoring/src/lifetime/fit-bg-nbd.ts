import { NotConvergedError, ScoringInputError } from '../errors.ts';
import { nelderMead } from '../mathematics/nelder-mead.ts';
import { bgNbdLogLikelihood, countHistories } from './bg-nbd-likelihood.ts';
import type { BgNbdModel } from './bg-nbd-model.ts';
import { LEAST_FALL, refuseFlatDirections, type FoundMaximum } from './flat-directions.ts';
import { checkPurchaseHistory, type PurchaseHistory } from './purchase-history.ts';

export interface BgNbdFit extends BgNbdModel {
  readonly logLikelihood: number;
  readonly customers: number;
}

/** Fewer customers that came back than this say nothing about who leaves. */
const FEWEST_REPEATERS = 10;

/**
 * Maximum likelihood estimates of the BG/NBD model from one history per customer. The result does not depend on the order
 * of `histories`; their unit of time becomes that of the model. Where the likelihood is largest with nobody leaving, `a` is 0.
 *
 * Throws `ScoringInputError` for an impossible history or fewer than ten customers with repeats, `NotConvergedError` when
 * the likelihood has no maximum (customers who are all alike).
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
  const logLikelihood = (point: readonly number[]): number => bgNbdLogLikelihood(modelAt(point), counted);
  const search = (start: readonly number[]): FoundMaximum => {
    const minimum = nelderMead((point) => -logLikelihood(point) / customers, start);
    if (!minimum.converged) {
      throw new NotConvergedError('BG/NBD', `no maximum after ${minimum.evaluations} evaluations`);
    }
    const { point } = minimum;
    const among = (axes: readonly number[]): boolean => axes.every((axis) => axis < point.length);
    const [names, joint] = [NAMES.slice(0, point.length), JOINT.filter(among)];
    return { model: 'BG/NBD', names, point, joint, logLikelihood };
  };
  const rates = [0, Math.log(meanAge / 3)];
  const nobodyLeaves = search(rates);
  const someLeave = search([...rates, 0, 1]);
  const gain = logLikelihood(someLeave.point) - logLikelihood(nobodyLeaves.point);
  const best = gain < LEAST_FALL ? nobodyLeaves : someLeave;
  refuseFlatDirections(best);
  return { ...modelAt(best.point), logLikelihood: logLikelihood(best.point), customers };
}

const NAMES = ['r', 'alpha', 'a', 'b'];
/** Whose ratio alone may matter. */
const JOINT = [
  [0, 1],
  [2, 3],
];

/** The search runs over logarithms, so that every point is a model; one of two coordinates is a model that nobody leaves. */
function modelAt([r = NaN, alpha = NaN, a = -Infinity, b = 0]: readonly number[]): BgNbdModel {
  return { r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) };
}
