import { charactersOf } from '../values/characters.ts';
import { isArray, isDocument, isTruthy, toNumber, toStringValue } from '../values/casts.ts';
import { equalValues } from '../values/compare.ts';
import { DistinctValues } from '../values/distinct.ts';
import type { Value } from '../values/value.ts';
import { alias, arrayExpected, define, invalidArgument, wrongArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

function includes(values: readonly Value[], wanted: Value): boolean {
  return values.some((value) => equalValues(value, wanted));
}

/** Number of members, attributes or characters; true counts 1, false and null 0. */
function lengthOf(value: Value): number {
  if (isArray(value)) return value.length;
  if (isDocument(value)) return Object.keys(value).length;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return charactersOf(toStringValue(value)).length;
}

function flatten(values: readonly Value[], depth: number): Value[] {
  if (depth <= 0) return [...values];
  return values.flatMap((value) => (isArray(value) ? flatten(value, depth - 1) : [value]));
}

function append(args: readonly Value[], context: FunctionContext): Value {
  const [target = null, values = null, unique = null] = args;
  if (values === null || (isArray(values) && values.length === 0)) return target;
  if (target === null) return values;
  if (!isArray(target)) return invalidArgument(context, 'APPEND');
  const all = [...target, ...(isArray(values) ? values : [values])];
  return isTruthy(unique) ? new DistinctValues(all).values() : all;
}

function slice([values, start = null, length]: readonly Value[], context: FunctionContext): Value {
  if (!isArray(values)) return invalidArgument(context, 'SLICE');
  const from = Math.trunc(toNumber(start));
  const first = from < 0 ? Math.max(0, values.length + from) : from;
  if (length === undefined || length === null) return values.slice(first);
  const count = Math.trunc(toNumber(length));
  return values.slice(first, count < 0 ? count : first + count);
}

function removeValue(args: readonly Value[], context: FunctionContext): Value {
  const [values = null, removed = null, limit = null] = args;
  if (values === null) return [];
  if (!isArray(values)) return invalidArgument(context, 'REMOVE_VALUE');
  let left = limit === null ? Infinity : toNumber(limit);
  return values.filter((value) => {
    if (left <= 0 || !equalValues(value, removed)) return true;
    left--;
    return false;
  });
}

function removeNth([values = null, position = null]: readonly Value[], context: FunctionContext): Value {
  if (values === null) return [];
  if (!isArray(values)) return invalidArgument(context, 'REMOVE_NTH');
  const index = Math.trunc(toNumber(position));
  return values.toSpliced(index < 0 ? values.length + index : index, isWithin(values, index) ? 1 : 0);
}

function isWithin(values: readonly Value[], index: number): boolean {
  return index < values.length && index >= -values.length;
}

function replaceNth(args: readonly Value[], context: FunctionContext): Value {
  const [values = null, position = null, replacement = null, padding] = args;
  if (!isArray(values)) return invalidArgument(context, 'REPLACE_NTH');
  if (position === null) throw wrongArgument('REPLACE_NTH');
  const wanted = Math.trunc(toNumber(position));
  const index = wanted < 0 ? Math.max(0, values.length + wanted) : wanted;
  if (index > values.length && padding === undefined) throw wrongArgument('REPLACE_NTH');
  const gap = Array.from({ length: Math.max(0, index - values.length) }, () => padding ?? null);
  return [...values.slice(0, index), ...gap, replacement, ...values.slice(index + 1)];
}

/** A function of an array that answers null with a warning for anything else. */
function ofArray(
  name: string,
  arity: readonly [number, number],
  compute: (values: readonly Value[], rest: readonly Value[]) => Value,
): FunctionDefinition {
  return define(name, arity, ([values, ...rest], context) =>
    isArray(values) ? compute(values, rest) : arrayExpected(context),
  );
}

/** As `ofArray`, but null stands for the empty array. */
function ofArrayOrNull(
  name: string,
  arity: readonly [number, number],
  compute: (values: readonly Value[], rest: readonly Value[]) => Value,
): FunctionDefinition {
  return define(name, arity, ([values = null, ...rest], context) => {
    if (values !== null && !isArray(values)) return invalidArgument(context, name);
    return compute(values ?? [], rest);
  });
}

const length = define('LENGTH', [1, 1], ([value = null]) => lengthOf(value));
const position = ofArray('POSITION', [2, 3], (values, [wanted = null, asIndex = null]) => {
  const index = values.findIndex((value) => equalValues(value, wanted));
  return isTruthy(asIndex) ? index : index !== -1;
});

export const arrayFunctions: readonly FunctionDefinition[] = [
  length,
  alias('COUNT', length),
  ofArray('FLATTEN', [1, 2], (values, [depth]) =>
    flatten(values, depth === undefined ? 1 : Math.max(1, Math.trunc(toNumber(depth)))),
  ),
  define('REVERSE', [1, 1], ([value], context) => {
    if (isArray(value)) return value.toReversed();
    if (typeof value !== 'string') return arrayExpected(context);
    return charactersOf(value).toReversed().join('');
  }),
  ofArray('FIRST', [1, 1], (values) => values[0] ?? null),
  ofArray('LAST', [1, 1], (values) => values.at(-1) ?? null),
  ofArray('NTH', [2, 2], (values, [index = null]) => values[Math.trunc(toNumber(index))] ?? null),
  position,
  alias('CONTAINS_ARRAY', position),
  ofArrayOrNull('PUSH', [2, 3], (values, [added = null, unique = null]) =>
    isTruthy(unique) && includes(values, added) ? values : [...values, added],
  ),
  ofArrayOrNull('UNSHIFT', [2, 3], (values, [added = null, unique = null]) =>
    isTruthy(unique) && includes(values, added) ? values : [added, ...values],
  ),
  define('APPEND', [2, 3], append),
  define('POP', [1, 1], ([values = null], context) => {
    if (values === null) return null;
    return isArray(values) ? values.slice(0, -1) : invalidArgument(context, 'POP');
  }),
  define('SHIFT', [1, 1], ([values = null], context) => {
    if (values === null) return null;
    return isArray(values) ? values.slice(1) : invalidArgument(context, 'SHIFT');
  }),
  define('SLICE', [2, 3], slice),
  define('REMOVE_VALUE', [2, 3], removeValue),
  define('REMOVE_VALUES', [2, 2], ([values = null, removed = null], context) => {
    if (removed === null) return values;
    if (values === null) return [];
    if (!isArray(values) || !isArray(removed)) return invalidArgument(context, 'REMOVE_VALUES');
    const set = new DistinctValues(removed);
    return values.filter((value) => !set.has(value));
  }),
  define('REMOVE_NTH', [2, 2], removeNth),
  define('REPLACE_NTH', [3, 4], replaceNth),
];
