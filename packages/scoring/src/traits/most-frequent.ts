import { mergeSeen, seenOnce, type SeenValue } from './distinct-values.ts';
import { hasValue, type Scalar } from './observation.ts';
import { keepAll, type TraitAlgebra } from './trait-algebra.ts';

/** More distinct values than this are not counted: a free text has no most frequent value worth its memory. */
export const MOST_COUNTED_VALUES = 10_000;

export type MostFrequentState = readonly SeenValue[] | 'too_many';

export type MostFrequent =
  | { readonly value: Scalar; readonly count: number }
  /** There are more distinct values than the limit. */
  | { readonly value: null; readonly tooManyValues: number };

/** The value seen most often, of equal counts the one seen latest; null without any. */
export const mostFrequent: TraitAlgebra<MostFrequentState, MostFrequent | null> = {
  empty: [],
  takes: hasValue,
  observe: seenOnce,
  merge: (one, other) => {
    if (one === 'too_many' || other === 'too_many') return 'too_many';
    const merged = mergeSeen(one, other);
    return merged.length > MOST_COUNTED_VALUES ? 'too_many' : merged;
  },
  value: (state) => {
    if (state === 'too_many') return { value: null, tooManyValues: MOST_COUNTED_VALUES };
    let top: SeenValue | null = null;
    // those seen latest stand first, so only a greater count replaces one
    for (const seen of state) if (top === null || seen.count > top.count) top = seen;
    return top === null ? null : { value: top.value, count: top.count };
  },
  keep: keepAll,
};
