import { NotConvergedError, ScoringInputError } from '../errors.ts';
import { logGamma } from '../mathematics/log-gamma.ts';
import { nelderMead } from '../mathematics/nelder-mead.ts';
import { requirePositive, requireWhole } from '../require.ts';
import { refuseFlatDirections } from './flat-directions.ts';

/**
 * Parameters of the Gamma-Gamma model of spend (Fader, Hardie and Lee 2005, "RFM and CLV"; Fader and Hardie 2013, "The
 * Gamma-Gamma Model of Monetary Value"). A customer's purchases have gamma distributed values of shape `p`; their rate is
 * gamma distributed over customers with shape `q` and rate `v` (in money). All are above 0.
 */
export interface GammaGammaModel {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

export interface Spend {
  /** Repeat purchases, at least 1. */
  readonly repeats: number;
  /** Mean money of those purchases, above 0. */
  readonly averageValue: number;
}

export interface GammaGammaFit extends GammaGammaModel {
  readonly logLikelihood: number;
  readonly customers: number;
}

const FEWEST_CUSTOMERS = 10;

/**
 * Log-likelihood of the customers' average values: equation 1a of Fader and Hardie (2013), summed. It is that of averages,
 * so it counts customers, not purchases.
 */
export function gammaGammaLogLikelihood({ p, q, v }: GammaGammaModel, customers: readonly Spend[]): number {
  const shapes = new Map<number, number>();
  const shape = (repeats: number): number => {
    const known = shapes.get(repeats);
    if (known !== undefined) return known;
    const value = logGamma(p * repeats + q) - logGamma(p * repeats);
    shapes.set(repeats, value);
    return value;
  };
  const common = q * Math.log(v) - logGamma(q);
  let total = 0;
  for (const { repeats, averageValue } of customers) {
    const px = p * repeats;
    const spent = repeats * averageValue;
    total +=
      common +
      shape(repeats) -
      Math.log(averageValue) +
      px * Math.log(spent) -
      (px + q) * Math.log(v + spent);
  }
  return total;
}

/**
 * Maximum likelihood estimates from customers with repeat purchases; their order does not matter. Throws
 * `ScoringInputError` for a spend of 0 or less and for fewer than ten customers, `NotConvergedError` when there is no
 * maximum inside (all spend the same).
 */
export function fitGammaGamma(customers: readonly Spend[]): GammaGammaFit {
  for (const customer of customers) checkSpend(customer);
  if (customers.length < FEWEST_CUSTOMERS) {
    throw new ScoringInputError('customers', `at least ${FEWEST_CUSTOMERS} with repeats`, customers.length);
  }
  const sorted = customers.toSorted((a, b) => a.repeats - b.repeats || a.averageValue - b.averageValue);
  const mean = sorted.reduce((sum, { averageValue }) => sum + averageValue, 0) / sorted.length;
  const loss = (point: readonly number[]): number =>
    -gammaGammaLogLikelihood(modelAt(point), sorted) / sorted.length;
  const minimum = nelderMead(loss, [1, 1, Math.log(mean)]);
  if (!minimum.converged) {
    throw new NotConvergedError('Gamma-Gamma', `no maximum after ${minimum.evaluations} evaluations`);
  }
  refuseFlatDirections({
    model: 'Gamma-Gamma',
    names: ['p', 'q', 'v'],
    point: minimum.point,
    joint: [
      [0, 1],
      [1, 2],
      [0, 2],
      [0, 1, 2],
    ],
    logLikelihood: (point) => -loss(point) * sorted.length,
  });
  return {
    ...modelAt(minimum.point),
    logLikelihood: -minimum.value * sorted.length,
    customers: sorted.length,
  };
}

/**
 * Money that the customer's next purchase is expected to cost: her own average weighted against that of all (equation 5 of
 * Fader and Hardie 2013). Null means no expectation exists: a heavy tail (p repeats + q <= 1) has no mean.
 * A customer without repeats (`spend` null) gets the mean over all customers.
 */
export function expectedAverageValue({ p, q, v }: GammaGammaModel, spend: Spend | null): number | null {
  requirePositive('p', p);
  requirePositive('q', q);
  requirePositive('v', v);
  if (spend !== null) checkSpend(spend);
  const repeats = spend?.repeats ?? 0;
  const spent = repeats * (spend?.averageValue ?? 0);
  const weight = p * repeats + q - 1;
  return weight > 0 ? (p * (v + spent)) / weight : null;
}

function checkSpend({ repeats, averageValue }: Spend): void {
  requireWhole('repeats', repeats, 1);
  requirePositive('averageValue', averageValue);
}

function modelAt([p = NaN, q = NaN, v = NaN]: readonly number[]): GammaGammaModel {
  return { p: Math.exp(p), q: Math.exp(q), v: Math.exp(v) };
}
