import type { TypedValue } from '../facts/typed-value.ts';

/** A typed value in its columns. */
export function valueColumns({ number, string, boolean, instant }: TypedValue) {
  return {
    // As text: the shortest decimal that gives the double back, which the column keeps exactly.
    number_value: number === null ? null : String(number),
    string_value: string,
    boolean_value: boolean,
    instant_value: instant,
  };
}
