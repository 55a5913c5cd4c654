import { compareMoments, hasValue, type Scalar, type ValuedObservation } from './observation.ts';
import { keepAll, type TraitAlgebra } from './trait-algebra.ts';

/** Value of the earliest event that has one, null without any; of equal times the smaller event id. */
export const first: TraitAlgebra<ValuedObservation | null, Scalar | null> = {
  ...edge((one, other) => compareMoments(one, other) <= 0),
  keep: keepAll,
};

/** Value of the latest event that has one, null without any; of equal times the greater event id. */
export const last: TraitAlgebra<ValuedObservation | null, Scalar | null> = {
  ...edge((one, other) => compareMoments(one, other) >= 0),
  keep: (observations) => observations.filter(hasValue).slice(-1),
};

type State = ValuedObservation | null;

function edge(
  wins: (one: ValuedObservation, other: ValuedObservation) => boolean,
): Omit<TraitAlgebra<State, Scalar | null>, 'keep'> {
  return {
    empty: null,
    takes: hasValue,
    observe: (observation) => (hasValue(observation) ? observation : null),
    merge: (one, other) => {
      if (one === null || other === null) return one ?? other;
      return wins(one, other) ? one : other;
    },
    value: (state) => state?.value ?? null,
  };
}
