import type { Value } from '../../values/value.ts';
import type { QueryStore } from '../ports.ts';
import type { Evaluate, Frame } from './runtime.ts';

/** Rows pass through the frame's registers: each turn of the generator is one row that stands in them. */
export type Rows = Generator<undefined, undefined, undefined>;

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
  yield;
  return undefined;
}

export function* valuesOf(pipeline: Pipeline, frame: Frame): Generator<Value, undefined, undefined> {
  const { result } = pipeline;
  let rows = oneRow();
  for (const step of pipeline.steps) rows = step.run(frame, rows);
  for (const _ of rows) {
    if (result !== null) yield result(frame);
  }
  return undefined;
}

export function arrayOf(pipeline: Pipeline, frame: Frame): readonly Value[] {
  const { result } = pipeline;
  const values: Value[] = [];
  let rows = oneRow();
  for (const step of pipeline.steps) rows = step.run(frame, rows);
  for (const _ of rows) {
    if (result !== null) values.push(result(frame));
  }
  return values;
}
