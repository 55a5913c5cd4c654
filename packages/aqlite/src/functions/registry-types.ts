import type { QueryStore } from '../aql/ports.ts';
import type { Value } from '../values/value.ts';

/** A function of AQL; arguments are evaluated before the call and number between `minArgs` and `maxArgs`. */
export interface FunctionDefinition {
  /** In upper case. */
  readonly name: string;
  readonly minArgs: number;
  /** Infinity when any number may follow. */
  readonly maxArgs: number;
  /** False when two calls with the same arguments may differ (RAND, UUID, DOCUMENT ...). */
  readonly deterministic: boolean;
  /** Positions where a collection's bare name is meant, not its documents: it arrives as a string. */
  readonly collectionArguments?: readonly number[];
  call(args: readonly Value[], context: FunctionContext): Value;
}

export interface FunctionContext {
  readonly store: QueryStore;
  /** Start of the query, milliseconds since the epoch: DATE_NOW is one value for the whole query. */
  readonly now: number;
  random(): number;
  /** A warning in `extra.warnings`, or an error when the query runs with `failOnWarning`. */
  warn(errorNum: number, message: string): void;
}
