import { changes } from './changes.ts';
import { counter } from './counter.ts';
import { first, last } from './edge.ts';
import { maximum, minimum } from './extreme.ts';
import { mostFrequent } from './most-frequent.ts';
import { canonicalObservation, compareMoments, type Observation } from './observation.ts';
import { average, sum } from './sum.ts';
import { mergeAll, type TraitAlgebra } from './trait-algebra.ts';
import {
  checkTraitDefinition,
  DEFAULT_LIST_LIMIT,
  type TraitDefinition,
  type TraitKind,
  type TraitValues,
} from './trait-definition.ts';
import { isInWindow, type TraitWindow } from './trait-window.ts';
import type { Trait } from './trait.ts';
import { uniqueList } from './unique-list.ts';
import { fixedTrait, slidingTrait } from './windowed-trait.ts';

/** What a trait remembers, as JSON; only a trait of the same definition can read it. */
export type TraitState =
  null | boolean | number | string | readonly TraitState[] | { readonly [key: string]: TraitState };

/**
 * The computed trait that the definition describes. Keep one state per identifier: a profile's value is that of its
 * identifiers' states merged. Throws `ScoringInputError` for a window or limit that cannot be kept.
 */
export function computedTrait<Kind extends TraitKind>(
  definition: TraitDefinition<Kind>,
): Trait<TraitState, TraitValues[Kind]> {
  checkTraitDefinition(definition);
  // States are JSON and meet only the trait that made them; which of them goes with which kind, `traitOf` alone knows.
  return traitOf(definition) as Trait<TraitState, TraitValues[Kind]>;
}

/** The state of the observations, which come in any order and number, added to `state`. */
export function accumulate<Value>(
  trait: Trait<TraitState, Value>,
  state: TraitState,
  observations: readonly Observation[],
): TraitState {
  const states = observations.map(canonicalObservation).toSorted(compareMoments).map(trait.observe);
  return trait.merge(state, mergeAll(states, trait));
}

function traitOf({ kind, window, limit = DEFAULT_LIST_LIMIT }: TraitDefinition): unknown {
  switch (kind) {
    case 'counter':
      return over(counter, window);
    case 'sum':
      return over(sum, window);
    case 'average':
      return over(average, window);
    case 'min':
      return over(minimum, window);
    case 'max':
      return over(maximum, window);
    case 'first':
      return over(first, window);
    case 'last':
      return over(last, window);
    case 'most_frequent':
      return over(mostFrequent, window);
    case 'unique_list':
      return over(uniqueList(limit), window);
    case 'changes':
      return changes(window);
    default:
      return kind satisfies never;
  }
}

function over<State, Value>(algebra: TraitAlgebra<State, Value>, window: TraitWindow): unknown {
  if (window.kind === 'sliding') return slidingTrait(algebra, window.length);
  return fixedTrait(algebra, (t) => isInWindow(window, t, t));
}
