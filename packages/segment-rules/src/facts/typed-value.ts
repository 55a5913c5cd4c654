import { UnacceptableValueError } from '@customer360/tracking';
import { parseInstant } from '../rule/read/read-date.ts';
import type { ValueType } from '../rule/value-test.ts';

/**
 * One value in the columns of its type; null in the others. A text that is an RFC 3339 instant with its offset is an
 * instant too, in milliseconds. Objects, arrays and null have none of the types, and only exist.
 */
export type TypedValue = { readonly [type in ValueType]: TypeOf[type] | null };

interface TypeOf {
  readonly number: number;
  readonly string: string;
  readonly boolean: boolean;
  readonly instant: number;
}

const untyped: TypedValue = { number: null, string: null, boolean: null, instant: null };

/** Throws UnacceptableValueError for numbers and texts that a column would not give back. */
export function typedValue(value: unknown, path = ''): TypedValue {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw new UnacceptableValueError('NOT_A_FINITE_NUMBER', path);
      return { ...untyped, number: value === 0 ? 0 : value };
    case 'string':
      if (value.includes('\0')) throw new UnacceptableValueError('NUL_CHARACTER', path);
      if (!value.isWellFormed()) throw new UnacceptableValueError('LONE_SURROGATE', path);
      return { ...untyped, string: value, instant: parseInstant(value) };
    case 'boolean':
      return { ...untyped, boolean: value };
    case 'object':
      return untyped;
    case 'bigint':
      throw new UnacceptableValueError('UNSAFE_INTEGER', path);
    case 'undefined':
    case 'function':
    case 'symbol':
    default:
      throw new UnacceptableValueError('NOT_JSON', path);
  }
}

/**
 * Values by path: `address` and `address.city`. Null and missing are no values. Of two ways to the same path the first
 * in the order of the keys counts. Arrays are values without parts.
 */
export function flattenValues(root: Readonly<Record<string, unknown>>): ReadonlyMap<string, TypedValue> {
  const found = new Map<string, TypedValue>();
  collect(found, '', root);
  return found;
}

function collect(
  found: Map<string, TypedValue>,
  prefix: string,
  object: Readonly<Record<string, unknown>>,
): void {
  for (const key of Object.keys(object).toSorted()) {
    const value = object[key];
    if (value === null || value === undefined) continue;
    const path = prefix + key;
    if (!found.has(path)) found.set(path, typedValue(value, path));
    if (isObject(value)) collect(found, `${path}.`, value);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
