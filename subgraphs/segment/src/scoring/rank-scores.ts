/** Where each score begins, lowest first. */
export type RankScale = readonly { readonly from: number; readonly score: number }[];

/** The scale that scores of known values make, so that another value can be placed on it. */
export function rankScale(values: readonly number[], scores: readonly number[]): RankScale {
  const lowest = new Map<number, number>();
  for (const [index, value] of values.entries()) {
    const score = scores[index] ?? NaN;
    lowest.set(score, Math.min(lowest.get(score) ?? Infinity, value));
  }
  return [...lowest]
    .map(([score, from]) => ({ from, score }))
    .toSorted((one, other) => one.from - other.from);
}

/** The score of a value; one below all known values has the lowest score. Null on an empty scale. */
export function scoreOn(scale: RankScale, value: number): number | null {
  return (scale.findLast(({ from }) => from <= value) ?? scale[0])?.score ?? null;
}
