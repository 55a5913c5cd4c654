import { isArray, toNumber } from '../values/casts.ts';
import { compareValues } from '../values/compare.ts';
import { DistinctValues } from '../values/distinct.ts';
import type { Value } from '../values/value.ts';
import { alias, arrayExpected, define, invalidArgument } from './define.ts';
import { finite } from './numeric-functions.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

/** The numbers of an array without its nulls; null when another type is among them. */
function numbersOf(values: readonly Value[]): number[] | null {
  const numbers: number[] = [];
  for (const value of values) {
    if (value === null) continue;
    if (typeof value !== 'number') return null;
    numbers.push(value);
  }
  return numbers;
}

function overNumbers(
  name: string,
  compute: (numbers: readonly number[]) => number | null,
): FunctionDefinition {
  return define(name, [1, 1], ([values], context) => {
    if (!isArray(values)) return arrayExpected(context);
    const numbers = numbersOf(values);
    if (numbers === null) return invalidArithmetic(context);
    const result = compute(numbers);
    return result === null ? null : finite(result);
  });
}

/** As `overNumbers`, but without a warning for members of another type. */
function silently(name: string, compute: (numbers: readonly number[]) => number): FunctionDefinition {
  return define(name, [1, 1], ([values], context) => {
    if (!isArray(values)) return arrayExpected(context);
    const numbers = numbersOf(values);
    return numbers === null ? null : finite(compute(numbers));
  });
}

function invalidArithmetic(context: FunctionContext): null {
  context.warn(1561, 'invalid arithmetic value');
  return null;
}

function extreme(name: string, sign: 1 | -1): FunctionDefinition {
  return define(name, [1, 1], ([values], context) => {
    if (!isArray(values)) return arrayExpected(context);
    let best: Value = null;
    for (const value of values) {
      if (value !== null && (best === null || compareValues(value, best) * sign > 0)) best = value;
    }
    return best;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

/** Sum of squared distances from the mean (Welford). */
function squaredDistances(numbers: readonly number[]): number {
  let mean = 0;
  let distances = 0;
  for (const [index, value] of numbers.entries()) {
    const delta = value - mean;
    mean += delta / (index + 1);
    distances += delta * (value - mean);
  }
  return distances;
}

function variance(numbers: readonly number[], sample: 0 | 1): number | null {
  return numbers.length <= sample ? null : squaredDistances(numbers) / (numbers.length - sample);
}

function deviation(numbers: readonly number[], sample: 0 | 1): number | null {
  const squared = variance(numbers, sample);
  return squared === null ? null : Math.sqrt(squared);
}

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function percentile(args: readonly Value[], context: FunctionContext): Value {
  const [values, share, method = 'rank'] = args;
  if (!isArray(values)) return arrayExpected(context);
  if (typeof share !== 'number') return invalidArgument(context, 'PERCENTILE');
  if (share <= 0 || share > 100) return invalidArgument(context, 'PERCENTILE');
  if (method !== 'rank' && method !== 'interpolation') return invalidArgument(context, 'PERCENTILE');
  const numbers = numbersOf(values);
  if (numbers === null) return invalidArithmetic(context);
  const sorted = numbers.toSorted((left, right) => left - right);
  if (sorted.length <= 1) return sorted[0] ?? null;
  return method === 'rank' ? atRank(sorted, share) : interpolated(sorted, share);
}

function atRank(sorted: readonly number[], share: number): number | null {
  const position = Math.ceil((share * sorted.length) / 100);
  return sorted[Math.min(position, sorted.length) - 1] ?? null;
}

function interpolated(sorted: readonly number[], share: number): number | null {
  const rank = (share * (sorted.length + 1)) / 100;
  const position = Math.floor(rank);
  if (position >= sorted.length) return sorted.at(-1) ?? null;
  const lower = sorted[position - 1];
  const upper = sorted[position];
  if (lower === undefined || upper === undefined) return null;
  return lower + (rank - position) * (upper - lower);
}

const average = define('AVERAGE', [1, 1], ([values], context) => {
  const numbers = isArray(values) ? numbersOf(values) : null;
  if (numbers === null) return arrayExpected(context);
  return numbers.length === 0 ? null : finite(sum(numbers) / numbers.length);
});
const variancePopulation = overNumbers('VARIANCE_POPULATION', (numbers) => variance(numbers, 0));
const deviationPopulation = overNumbers('STDDEV_POPULATION', (numbers) => deviation(numbers, 0));
const countDistinct = define('COUNT_DISTINCT', [1, 1], ([values], context) => {
  if (!isArray(values)) return arrayExpected(context);
  return new DistinctValues(values).size;
});

export const statisticsFunctions: readonly FunctionDefinition[] = [
  extreme('MIN', -1),
  extreme('MAX', 1),
  silently('SUM', sum),
  silently('PRODUCT', (numbers) => numbers.reduce((total, value) => total * value, 1)),
  average,
  alias('AVG', average),
  overNumbers('MEDIAN', median),
  define('PERCENTILE', [2, 3], percentile),
  variancePopulation,
  alias('VARIANCE', variancePopulation),
  overNumbers('VARIANCE_SAMPLE', (numbers) => variance(numbers, 1)),
  deviationPopulation,
  alias('STDDEV', deviationPopulation),
  overNumbers('STDDEV_SAMPLE', (numbers) => deviation(numbers, 1)),
  countDistinct,
  alias('COUNT_UNIQUE', countDistinct),
  ...decayFunctions(),
];

function decayFunctions(): FunctionDefinition[] {
  return [
    decay('DECAY_GAUSS', (distance, scale, rest) => {
      const variance = -(scale ** 2) / (2 * Math.log(rest));
      return Math.exp(-(distance ** 2) / (2 * variance));
    }),
    decay('DECAY_EXP', (distance, scale, rest) => Math.exp((Math.log(rest) / scale) * distance)),
    decay('DECAY_LINEAR', (distance, scale, rest) => {
      const width = scale / (1 - rest);
      return Math.max((width - distance) / width, 0);
    }),
  ];
}

/** Score of a value by its distance from an origin: 1 within `offset`, `rest` at `scale` beyond it. */
function decay(
  name: string,
  score: (distance: number, scale: number, rest: number) => number,
): FunctionDefinition {
  return define(name, [5, 5], ([value = null, ...settings], context) => {
    if (!settings.every((setting) => typeof setting === 'number')) {
      return invalidArgument(context, name);
    }
    const [origin = 0, scale = 0, offset = 0, rest = 0] = settings;
    if (scale <= 0 || offset < 0 || rest <= 0 || rest >= 1) return invalidArgument(context, name);
    const one = (member: Value) =>
      finite(score(Math.max(0, Math.abs(toNumber(member) - origin) - offset), scale, rest));
    if (typeof value === 'number') return one(value);
    if (!isArray(value) || !value.every((member) => typeof member === 'number')) {
      return invalidArgument(context, name);
    }
    return value.map(one);
  });
}
