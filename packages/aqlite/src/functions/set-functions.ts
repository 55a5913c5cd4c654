import { isArray } from '../values/casts.ts';
import { compareValues } from '../values/compare.ts';
import { DistinctValues } from '../values/distinct.ts';
import type { Value } from '../values/value.ts';
import { arrayExpected, define, invalidArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

type Arrays = readonly (readonly Value[])[];

/** A function of two arrays or more; null and a warning when an argument is none. */
function ofArrays(
  name: string,
  refuse: (context: FunctionContext, name: string) => null,
  combine: (arrays: Arrays) => Value,
): FunctionDefinition {
  return define(name, [2, Infinity], (args, context) =>
    args.every(isArray) ? combine(args) : refuse(context, name),
  );
}

function intersection(arrays: Arrays): Value[] {
  const [first = [], ...others] = arrays;
  const sets = others.map((values) => new DistinctValues(values));
  return new DistinctValues(first).values().filter((value) => sets.every((set) => set.has(value)));
}

function minus(arrays: Arrays): Value[] {
  const [first = [], ...others] = arrays;
  const removed = new DistinctValues(others.flat());
  return new DistinctValues(first).values().filter((value) => !removed.has(value));
}

/** Values that occur once in all; 3.11 leaves the order open and happens to give the last seen first. */
function outersection(arrays: Arrays): Value[] {
  const seen = new DistinctValues();
  const repeated = new DistinctValues();
  for (const value of arrays.flat()) {
    if (!seen.add(value)) repeated.add(value);
  }
  return seen
    .values()
    .filter((value) => !repeated.has(value))
    .toReversed();
}

function interleave(arrays: Arrays): Value[] {
  const longest = Math.max(...arrays.map((values) => values.length));
  const result: Value[] = [];
  for (let index = 0; index < longest; index++) {
    for (const values of arrays) {
      const value = values[index];
      if (value !== undefined) result.push(value);
    }
  }
  return result;
}

function jaccard([left, right]: readonly Value[], context: FunctionContext): Value {
  if (!isArray(left) || !isArray(right)) return arrayExpected(context);
  const first = new DistinctValues(left);
  const second = new DistinctValues(right);
  const shared = first.values().filter((value) => second.has(value)).length;
  const union = first.size + second.size - shared;
  return union === 0 ? 1 : shared / union;
}

function ofOneArray(name: string, compute: (values: readonly Value[]) => Value): FunctionDefinition {
  return define(name, [1, 1], ([values], context) =>
    isArray(values) ? compute(values) : arrayExpected(context),
  );
}

export const setFunctions: readonly FunctionDefinition[] = [
  ofArrays('UNION', invalidArgument, (arrays) => arrays.flat()),
  ofArrays('UNION_DISTINCT', invalidArgument, (arrays) => new DistinctValues(arrays.flat()).values()),
  ofArrays('INTERSECTION', arrayExpected, intersection),
  ofArrays('MINUS', invalidArgument, minus),
  ofArrays('OUTERSECTION', arrayExpected, outersection),
  ofArrays('INTERLEAVE', arrayExpected, interleave),
  define('JACCARD', [2, 2], jaccard),
  ofOneArray('UNIQUE', (values) => new DistinctValues(values).values()),
  ofOneArray('SORTED', (values) => values.toSorted(compareValues)),
  ofOneArray('SORTED_UNIQUE', (values) => new DistinctValues(values).values().toSorted(compareValues)),
];
