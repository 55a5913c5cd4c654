import { compareValues } from '../../values/compare.ts';
import type { Value } from '../../values/value.ts';
import { groupKey } from './group-key.ts';

/** What one aggregate function gathers of one group. */
export interface Aggregate {
  /** True when it keeps the value. */
  add(value: Value): boolean;
  result(): Value;
}

/** The functions that AGGREGATE may use, by their names in upper case. */
export const aggregates: ReadonlyMap<string, () => Aggregate> = new Map(
  Object.entries({
    LENGTH: count,
    COUNT: count,
    SUM: sum,
    MIN: min,
    MAX: max,
    AVERAGE: average,
    AVG: average,
    VARIANCE_POPULATION: () => variance((squares, n) => squares / n, 1),
    VARIANCE: () => variance((squares, n) => squares / n, 1),
    VARIANCE_SAMPLE: () => variance((squares, n) => squares / (n - 1), 2),
    STDDEV_POPULATION: () => variance((squares, n) => Math.sqrt(squares / n), 1),
    STDDEV: () => variance((squares, n) => Math.sqrt(squares / n), 1),
    STDDEV_SAMPLE: () => variance((squares, n) => Math.sqrt(squares / (n - 1)), 2),
    UNIQUE: unique,
    SORTED_UNIQUE: sortedUnique,
    COUNT_DISTINCT: countDistinct,
    COUNT_UNIQUE: countDistinct,
    BIT_AND: () => bits((left, right) => left & right),
    BIT_OR: () => bits((left, right) => left | right),
    BIT_XOR: () => bits((left, right) => left ^ right),
  }),
);

function count(): Aggregate {
  let n = 0;
  return {
    add: () => {
      n++;
      return false;
    },
    result: () => n,
  };
}

/** Null values are left out; anything else that is not a number makes the result null. */
function numbers(take: (value: number) => void, result: (seen: boolean) => Value): Aggregate {
  let isValid = true;
  let seen = false;
  return {
    add: (value) => {
      seen = true;
      if (typeof value === 'number') take(value);
      else if (value !== null) isValid = false;
      return false;
    },
    result: () => (isValid ? result(seen) : null),
  };
}

function sum(): Aggregate {
  let total = 0;
  return numbers(
    (value) => {
      total += value;
    },
    (seen) => (seen ? finite(total) : null),
  );
}

function average(): Aggregate {
  let total = 0;
  let n = 0;
  return numbers(
    (value) => {
      total += value;
      n++;
    },
    () => (n === 0 ? null : finite(total / n)),
  );
}

/** Welford's method. */
function variance(finish: (squares: number, n: number) => number, least: number): Aggregate {
  let n = 0;
  let mean = 0;
  let squares = 0;
  return numbers(
    (value) => {
      n++;
      const delta = value - mean;
      mean += delta / n;
      squares += delta * (value - mean);
    },
    () => (n < least ? null : finite(finish(squares, n))),
  );
}

function finite(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

function min(): Aggregate {
  let least: Value = null;
  return {
    add: (value) => {
      if (value !== null && (least === null || compareValues(value, least) < 0)) least = value;
      return false;
    },
    result: () => least,
  };
}

function max(): Aggregate {
  let greatest: Value = null;
  return {
    add: (value) => {
      if (value !== null && (greatest === null || compareValues(value, greatest) > 0)) greatest = value;
      return false;
    },
    result: () => greatest,
  };
}

function unique(): Aggregate {
  const found = new Map<unknown, Value>();
  return {
    add: (value) => {
      const key = groupKey(value);
      if (found.has(key)) return false;
      found.set(key, value);
      return true;
    },
    result: () => [...found.values()],
  };
}

function sortedUnique(): Aggregate {
  const all = unique();
  return {
    add: (value) => all.add(value),
    result: () => (all.result() as Value[]).toSorted(compareValues),
  };
}

function countDistinct(): Aggregate {
  const found = new Set<unknown>();
  return {
    add: (value) => {
      const { size } = found;
      found.add(groupKey(value));
      return found.size > size;
    },
    result: () => found.size,
  };
}

function bits(combine: (left: number, right: number) => number): Aggregate {
  let result: number | null = null;
  let isValid = true;
  return {
    add: (value) => {
      if (value === null) return false;
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xff_ff_ff_ff) {
        result = result === null ? value : combine(result, value) >>> 0;
      } else {
        isValid = false;
      }
      return false;
    },
    result: () => (isValid ? result : null),
  };
}
