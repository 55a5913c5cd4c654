import type { Observation } from './observation.ts';

/**
 * How a trait is made of observations, any number at a time: `merge` is associative and commutative and `empty` its unit.
 * So the states of a profile's identifiers merge to the profile's in any order, and after an unmerge those that remain
 * merge again. Two states that merge must not know the same event. States are plain JSON.
 */
export interface TraitAlgebra<State, Value> {
  readonly empty: State;
  /** Whether the observation can change the value; the others are not kept. */
  readonly takes: (observation: Observation) => boolean;
  readonly observe: (observation: Observation) => State;
  readonly merge: (one: State, other: State) => State;
  readonly value: (state: State) => Value;
  /** Of observations in order, those that a sliding window still needs: what it leaves out never decides again. */
  readonly keep: (observations: readonly Observation[]) => readonly Observation[];
}

export const keepAll = (observations: readonly Observation[]): readonly Observation[] => observations;

/** The observations' state, merged in pairs, so that large states are not copied once an observation. */
export function mergeAll<State>(
  states: readonly State[],
  { empty, merge }: { readonly empty: State; readonly merge: (one: State, other: State) => State },
): State {
  let level = states;
  while (level.length > 1) {
    const next: State[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [one, other] = level.slice(index, index + 2);
      if (one !== undefined) next.push(other === undefined ? one : merge(one, other));
    }
    level = next;
  }
  return level[0] ?? empty;
}
