import type { Observation } from './observation.ts';
import type { TraitAlgebra } from './trait-algebra.ts';

/** Smallest number, null without any. */
export const minimum = extreme((one, other) => one <= other);

/** Largest number, null without any. */
export const maximum = extreme((one, other) => one >= other);

type Beats = (one: number, other: number) => boolean;

function extreme(beats: Beats): TraitAlgebra<number | null, number | null> {
  return {
    empty: null,
    takes: ({ value }) => typeof value === 'number',
    observe: ({ value }) => (typeof value === 'number' ? value : null),
    merge: (one, other) => {
      if (one === null || other === null) return one ?? other;
      return beats(one, other) ? one : other;
    },
    value: (state) => state,
    keep: (observations) => undominated(observations, beats),
  };
}

/** Without those that a later one equals or beats: they leave a sliding window first and never decide before. */
function undominated(observations: readonly Observation[], beats: Beats): readonly Observation[] {
  const kept: Observation[] = [];
  for (const observation of observations) {
    const { value } = observation;
    if (typeof value !== 'number') continue;
    let last = kept.at(-1);
    while (last !== undefined && typeof last.value === 'number' && beats(value, last.value)) {
      kept.pop();
      last = kept.at(-1);
    }
    kept.push(observation);
  }
  return kept;
}
