import type { Value } from '../../values/value.ts';
import type { QueryStore } from '../ports.ts';
import type { Evaluate, Frame } from './runtime.ts';

/** A row stands in the frame's registers, or the query gives way: the registers then mean nothing. */
export type Turn = 'row' | 'pause';

/** Rows pass through the frame's registers, one each turn that is no pause; a step hands every pause on. */
export type Rows = Generator<Turn, undefined, undefined>;

/** Work that gives way now and then, and its result. */
export type Pausing<Result> = Generator<'pause', Result, undefined>;

/** What a query gives in the place of a value when it gives way. */
export const paused = Symbol('paused');

export interface ExplainedNode {
  readonly type: string;
  readonly [detail: string]: unknown;
}

export interface Step {
  run(frame: Frame, input: Rows): Rows;
  /** The nodes of the plan that 3.11 would show for this step. */
  explain(store: QueryStore, binds: readonly Value[]): readonly ExplainedNode[];
}

/** The steps of a query or subquery and what it returns of each row; null when it returns nothing. */
export interface Pipeline {
  readonly steps: readonly Step[];
  /** The subqueries in the expressions of each step and, last, of the result. */
  readonly subqueries: readonly (readonly Pipeline[])[];
  readonly result: Evaluate | null;
  readonly modifies: boolean;
}

function* oneRow(): Rows {
  yield 'row';
  return undefined;
}

export function* valuesOf(
  pipeline: Pipeline,
  frame: Frame,
): Generator<Value | typeof paused, undefined, undefined> {
  const { result } = pipeline;
  let rows = oneRow();
  for (const step of pipeline.steps) rows = step.run(frame, rows);
  for (const turn of rows) {
    if (turn === 'pause') yield paused;
    else if (result !== null) yield result(frame);
  }
  return undefined;
}

/** The results of a subquery and the bytes that they are held for. */
export interface Gathered {
  readonly values: readonly Value[];
  readonly bytes: number;
}

export function* gather(pipeline: Pipeline, frame: Frame): Pausing<Gathered> {
  const { result } = pipeline;
  const values: Value[] = [];
  let bytes = 0;
  let rows = oneRow();
  for (const step of pipeline.steps) rows = step.run(frame, rows);
  for (const turn of rows) {
    if (turn === 'pause') yield turn;
    else if (result !== null) {
      const value = result(frame);
      bytes += frame.runtime.hold(value);
      values.push(value);
    }
  }
  return { values, bytes };
}

/** The same without giving way, for a subquery inside an expression. */
export function arrayOf(pipeline: Pipeline, frame: Frame): readonly Value[] {
  const work = gather(pipeline, frame);
  let turn = work.next();
  while (turn.done !== true) turn = work.next();
  frame.runtime.release(turn.value.bytes);
  return turn.value.values;
}
