import type { Observation } from './observation.ts';

/** A trait over its window: an algebra whose value depends on the moment that is asked for. */
export interface Trait<State, Value> {
  readonly empty: State;
  readonly observe: (observation: Observation) => State;
  readonly merge: (one: State, other: State) => State;
  /** The value at `asOf`, which is no earlier than the time of anything observed. */
  readonly value: (state: State, asOf: number) => Value;
  /** Less state with the same values at `asOf` and ever after. */
  readonly prune: (state: State, asOf: number) => State;
  /** The next moment after `asOf` at which the value may change without an event; null is never. */
  readonly nextChange: (state: State, asOf: number) => number | null;
}
