import type { BgNbdModel } from './bg-nbd-model.ts';
import type { PurchaseHistory } from './purchase-history.ts';

/** Equal histories taken together: the likelihood is worked out once for all of them. */
export interface CountedHistory extends PurchaseHistory {
  readonly customers: number;
}

/** The distinct histories with their numbers of customers, in an order of their own: that of the input does not matter. */
export function countHistories(histories: readonly PurchaseHistory[]): readonly CountedHistory[] {
  const counted = new Map<string, CountedHistory>();
  for (const { repeats, recency, age } of histories) {
    const key = `${repeats}/${recency}/${age}`;
    counted.set(key, { repeats, recency, age, customers: (counted.get(key)?.customers ?? 0) + 1 });
  }
  return [...counted.values()].toSorted(
    (one, other) => one.repeats - other.repeats || one.recency - other.recency || one.age - other.age,
  );
}

/**
 * Log-likelihood of the histories under the model: equation 6 of Fader, Hardie and Lee (2005), summed.
 *
 * Repeats are whole, so each ratio of gamma functions is a rising factorial, a sum of logarithms without cancellation;
 * the two ways to have bought nothing since are added in logarithms, so that a long history does not underflow.
 */
export function bgNbdLogLikelihood(model: BgNbdModel, histories: readonly CountedHistory[]): number {
  const { r, alpha, a, b } = model;
  const most = histories.reduce((max, { repeats }) => Math.max(max, repeats), 0);
  const rises = { r: logRising(r, most), b: logRising(b, most), ab: logRising(a + b, most) };
  let total = 0;
  for (const { repeats, recency, age, customers } of histories) {
    const counts = at(rises.r, repeats) + at(rises.b, repeats) - at(rises.ab, repeats) + r * Math.log(alpha);
    const alive = -(r + repeats) * Math.log(alpha + age);
    const gone =
      repeats === 0
        ? -Infinity
        : Math.log(a) - Math.log(b + repeats - 1) - (r + repeats) * Math.log(alpha + recency);
    total += customers * (counts + logSum(alive, gone));
  }
  return total;
}

/** Entry n is ln(x (x + 1) ... (x + n - 1)). */
function logRising(x: number, most: number): Float64Array {
  const table = new Float64Array(most + 1);
  for (let n = 1; n <= most; n += 1) table[n] = at(table, n - 1) + Math.log(x + n - 1);
  return table;
}

function at(table: Float64Array, index: number): number {
  return table[index] ?? NaN;
}

function logSum(one: number, other: number): number {
  const larger = Math.max(one, other);
  return larger + Math.log1p(Math.exp(Math.min(one, other) - larger));
}
