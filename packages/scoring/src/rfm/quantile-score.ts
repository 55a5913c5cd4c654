/**
 * Scores 1 to `quantiles` by rank, higher values higher, one for each value and in its order.
 *
 * A value's rank is the middle of those equal to it: equal values score the same whatever their order, all equal score in
 * the middle, and one exactly between two quantiles scores the upper one. Whole numbers only, so nothing is rounded.
 */
export function quantileScores(values: readonly number[], quantiles: number): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const scores = new Map<number, number>();
  let below = 0;
  while (below < sorted.length) {
    const value = sorted[below];
    if (value === undefined) break;
    let through = below + 1;
    while (sorted[through] === value) through += 1;
    const middle = Math.floor((quantiles * (below + through)) / (2 * sorted.length)) + 1;
    scores.set(value, Math.min(quantiles, middle));
    below = through;
  }
  return values.map((value) => scores.get(value) ?? NaN);
}
