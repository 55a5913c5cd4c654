import { compareMoments, type Observation } from './observation.ts';
import { mergeAll, type TraitAlgebra } from './trait-algebra.ts';
import type { Trait } from './trait.ts';

/** A trait over all events for which `isInside` holds, whenever it is asked for: one value is all it keeps. */
export function fixedTrait<State, Value>(
  algebra: TraitAlgebra<State, Value>,
  isInside: (t: number) => boolean,
): Trait<State, Value> {
  const { empty, takes, observe, merge, value } = algebra;
  return {
    empty,
    observe: (observation) => (takes(observation) && isInside(observation.t) ? observe(observation) : empty),
    merge,
    value,
    prune: (state) => state,
    nextChange: () => null,
  };
}

/** A trait over the events of the last `length` milliseconds: it keeps those that can still decide, in order. */
export function slidingTrait<State, Value>(
  algebra: TraitAlgebra<State, Value>,
  length: number,
): Trait<readonly Observation[], Value> {
  const inside = (state: readonly Observation[], asOf: number): readonly Observation[] =>
    state.filter(({ t }) => t > asOf - length && t <= asOf);
  return {
    empty: [],
    observe: (observation) => (algebra.takes(observation) ? [observation] : []),
    merge: (one, other) => algebra.keep(mergeOrdered(one, other)),
    value: (state, asOf) => algebra.value(mergeAll(inside(state, asOf).map(algebra.observe), algebra)),
    prune: (state, asOf) => state.filter(({ t }) => t > asOf - length),
    nextChange: (state, asOf) => {
      const [oldest] = inside(state, asOf);
      return oldest === undefined ? null : oldest.t + length;
    },
  };
}

/** The observations of both sides by moment. */
export function mergeOrdered(
  one: readonly Observation[],
  other: readonly Observation[],
): readonly Observation[] {
  const [tail, head] = [one.at(-1), other[0]];
  if (tail === undefined) return other;
  if (head === undefined) return one;
  // events mostly come in order
  return compareMoments(tail, head) <= 0 ? [...one, ...other] : [...one, ...other].toSorted(compareMoments);
}
