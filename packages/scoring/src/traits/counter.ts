import { keepAll, type TraitAlgebra } from './trait-algebra.ts';

/** Number of events; those without a value count too. */
export const counter: TraitAlgebra<number, number> = {
  empty: 0,
  takes: () => true,
  observe: () => 1,
  merge: (one, other) => one + other,
  value: (count) => count,
  keep: keepAll,
};
