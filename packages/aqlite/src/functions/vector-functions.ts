import { isArray } from '../values/casts.ts';
import type { Value } from '../values/value.ts';
import { define, invalidArgument } from './define.ts';
import type { FunctionDefinition } from './registry-types.ts';

type Measure = (left: readonly number[], right: readonly number[]) => number | null;

function isVector(value: Value | undefined): value is readonly number[] {
  return isArray(value) && value.every((member) => typeof member === 'number');
}

/** A measure of two vectors; either side may be a matrix, which gives one result per row. */
function ofVectors(name: string, measure: Measure): FunctionDefinition {
  return define(name, [2, 2], ([left, right], context) => {
    const between = (a: Value | undefined, b: Value | undefined): Value => {
      if (!isVector(a) || !isVector(b) || a.length !== b.length) return invalidArgument(context, name);
      return measure(a, b) ?? invalidArgument(context, name);
    };
    if (isMatrix(left)) return left.map((row) => between(row, right));
    if (isMatrix(right)) return right.map((row) => between(left, row));
    return between(left, right);
  });
}

function isMatrix(value: Value | undefined): value is readonly Value[] {
  return isArray(value) && value.length > 0 && value.every(isArray);
}

function sumOfPairs(
  left: readonly number[],
  right: readonly number[],
  of: (a: number, b: number) => number,
): number {
  return left.reduce((total, value, index) => total + of(value, right[index] ?? 0), 0);
}

export const vectorFunctions: readonly FunctionDefinition[] = [
  ofVectors('COSINE_SIMILARITY', (left, right) => {
    const product = (a: number, b: number): number => a * b;
    const lengths = Math.sqrt(sumOfPairs(left, left, product) * sumOfPairs(right, right, product));
    return lengths === 0 ? null : sumOfPairs(left, right, product) / lengths;
  }),
  ofVectors('L1_DISTANCE', (left, right) => sumOfPairs(left, right, (a, b) => Math.abs(a - b))),
  ofVectors('L2_DISTANCE', (left, right) => Math.sqrt(sumOfPairs(left, right, (a, b) => (a - b) ** 2))),
];
