import { ArangoError } from '../errors.ts';
import { toNumber } from '../values/casts.ts';
import type { Value } from '../values/value.ts';
import { define, defineVolatile, invalidArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

/** What is no finite number becomes null. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function ofOne(name: string, compute: (value: number) => number): FunctionDefinition {
  return define(name, [1, 1], ([value = null]) => finite(compute(toNumber(value))));
}

function ofTwo(name: string, compute: (left: number, right: number) => number): FunctionDefinition {
  return define(name, [2, 2], ([left = null, right = null]) =>
    finite(compute(toNumber(left), toNumber(right))),
  );
}

const longestRange = 10_000_000;

function range(args: readonly Value[], context: FunctionContext): Value {
  const from = toNumber(args[0] ?? null);
  const to = toNumber(args[1] ?? null);
  const given = args[2] ?? null;
  if (given === null) return wholeRange(Math.trunc(from), Math.trunc(to));
  const step = toNumber(given);
  const backwards = (from < to && step < 0) || (from > to && step > 0);
  if (step === 0 || backwards) return invalidArgument(context, 'RANGE');
  if (Math.abs((to - from) / step) > longestRange) throw tooLong();
  const values: number[] = [];
  for (let value = from; step > 0 ? value <= to : value >= to; value += step) values.push(value);
  return values;
}

function tooLong(): ArangoError {
  return new ArangoError(32, 'too many values in a range');
}

function wholeRange(from: number, to: number): Value {
  const length = Math.abs(to - from) + 1;
  if (length > longestRange) throw tooLong();
  const direction = from <= to ? 1 : -1;
  return Array.from({ length }, (_, index) => from + direction * index);
}

export const numericFunctions: readonly FunctionDefinition[] = [
  ofOne('FLOOR', Math.floor),
  ofOne('CEIL', Math.ceil),
  ofOne('ROUND', (value) => Math.floor(value + 0.5)),
  ofOne('ABS', Math.abs),
  ofOne('SQRT', Math.sqrt),
  ofTwo('POW', (base, exponent) => base ** exponent),
  ofOne('LOG', Math.log),
  ofOne('LOG2', Math.log2),
  ofOne('LOG10', Math.log10),
  ofOne('EXP', Math.exp),
  ofOne('EXP2', (value) => 2 ** value),
  ofOne('SIN', Math.sin),
  ofOne('COS', Math.cos),
  ofOne('TAN', Math.tan),
  ofOne('ASIN', Math.asin),
  ofOne('ACOS', Math.acos),
  ofOne('ATAN', Math.atan),
  ofTwo('ATAN2', Math.atan2),
  ofOne('RADIANS', (degrees) => (degrees * Math.PI) / 180),
  ofOne('DEGREES', (radians) => (radians * 180) / Math.PI),
  define('PI', [0, 0], () => Math.PI),
  defineVolatile('RAND', [0, 0], (_, context) => context.random()),
  define('RANGE', [2, 3], range),
  define('MINHASH_ERROR', [1, 1], ([size = null], context) => {
    const hashes = toNumber(size);
    return hashes > 0 ? 1 / Math.sqrt(hashes) : invalidArgument(context, 'MINHASH_ERROR');
  }),
  define('MINHASH_COUNT', [1, 1], ([error = null], context) => {
    const wanted = toNumber(error);
    if (wanted <= 0 || wanted >= 1) return invalidArgument(context, 'MINHASH_COUNT');
    return Math.round(1 / (wanted * wanted));
  }),
];
