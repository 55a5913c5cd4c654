import { mergeSeen, seenOnce, type SeenValue } from './distinct-values.ts';
import { hasValue, type Scalar } from './observation.ts';
import { keepAll, type TraitAlgebra } from './trait-algebra.ts';

export interface UniqueListState {
  readonly seen: readonly SeenValue[];
  readonly isTruncated: boolean;
}

export interface UniqueList {
  /** Distinct values, those seen latest first. */
  readonly values: readonly Scalar[];
  /** Whether older values were left out because there are more than the limit. */
  readonly isTruncated: boolean;
}

/**
 * The distinct values, at most the `limit` seen latest. Cutting each state is exact: a value that is cut has `limit` later
 * ones, and merging only makes those later. Counts play no part, as a cut value loses its own.
 */
export function uniqueList(limit: number): TraitAlgebra<UniqueListState, UniqueList> {
  return {
    empty: { seen: [], isTruncated: false },
    takes: hasValue,
    observe: (observation) => ({ seen: seenOnce(observation), isTruncated: false }),
    merge: (one, other) => {
      const merged = mergeSeen(one.seen, other.seen).map((seen) => ({ ...seen, count: 1 }));
      return {
        seen: merged.slice(0, limit),
        isTruncated: one.isTruncated || other.isTruncated || merged.length > limit,
      };
    },
    value: ({ seen, isTruncated }) => ({ values: seen.map(({ value }) => value), isTruncated }),
    keep: keepAll,
  };
}
