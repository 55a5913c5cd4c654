import { ArangoError } from '../errors.ts';
import type { Value } from '../values/value.ts';

/** The value of a JSON text; throws 600. */
export function parseJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (error) {
    throw new ArangoError(600, 'failed to parse json object', { cause: error });
  }
}
