import { addDecimals, averageOf, toDecimal, ZERO, type Decimal } from './decimal.ts';
import type { Observation } from './observation.ts';
import { keepAll, type TraitAlgebra } from './trait-algebra.ts';

const takesNumbers = ({ value }: Observation): boolean => typeof value === 'number';

const decimalOf = ({ value }: Observation): Decimal => (typeof value === 'number' ? toDecimal(value) : ZERO);

/** Exact sum of the numbers, `0` without any; other values count for nothing. */
export const sum: TraitAlgebra<Decimal, Decimal> = {
  empty: ZERO,
  takes: takesNumbers,
  observe: decimalOf,
  merge: addDecimals,
  value: (total) => total,
  keep: keepAll,
};

export interface AverageState {
  readonly sum: Decimal;
  readonly count: number;
}

export interface Average extends AverageState {
  /** To 20 places; compare `sum` with a bound times `count` where the last place matters. */
  readonly average: Decimal;
}

/** Mean of the numbers, null without any. */
export const average: TraitAlgebra<AverageState, Average | null> = {
  empty: { sum: ZERO, count: 0 },
  takes: takesNumbers,
  observe: (observation) => ({ sum: decimalOf(observation), count: takesNumbers(observation) ? 1 : 0 }),
  merge: (one, other) => ({ sum: addDecimals(one.sum, other.sum), count: one.count + other.count }),
  value: (state) => (state.count === 0 ? null : { ...state, average: averageOf(state.sum, state.count) }),
  keep: keepAll,
};
