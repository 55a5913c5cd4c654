import type { Value } from '../../values/value.ts';
import type { Frame } from './runtime.ts';
import { arrayOf, gather, type Pausing, type Pipeline } from './step.ts';

/** A subquery of an expression. */
export interface PlacedSubquery {
  readonly pipeline: Pipeline;
  /** Under which its only result is kept when it depends on nothing around it; null when it does. */
  readonly state: object | null;
}

/** A subquery that runs before the statement that reads its results from a register. */
export interface AheadSubquery extends PlacedSubquery {
  readonly slot: number;
}

/** Its results, without giving way while they are made. */
export function inPlace({ pipeline, state }: PlacedSubquery, frame: Frame): Value {
  if (state === null) return arrayOf(pipeline, frame);
  const { stepState } = frame.runtime;
  const known = stepState.get(state) as readonly Value[] | undefined;
  if (known !== undefined) return known;
  const values = arrayOf(pipeline, frame);
  stepState.set(state, values);
  return values;
}

/** Puts its results into its register; gives the bytes that they are held for. */
export function* runAhead({ pipeline, state, slot }: AheadSubquery, frame: Frame): Pausing<number> {
  const { stepState } = frame.runtime;
  const known = state === null ? undefined : (stepState.get(state) as readonly Value[] | undefined);
  if (known !== undefined) {
    frame.registers[slot] = known;
    return 0;
  }
  const { values, bytes } = yield* gather(pipeline, frame);
  frame.registers[slot] = values;
  if (state === null) return bytes;
  stepState.set(state, values);
  return 0;
}
