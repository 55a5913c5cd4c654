import { describe, expect, test } from 'vitest';
import { computeTrait } from '../../test/compute-trait.ts';
import { accumulate, computedTrait } from './computed-trait.ts';
import { MOST_COUNTED_VALUES } from './most-frequent.ts';
import type { Observation, Scalar } from './observation.ts';

const all = { kind: 'all' } as const;

function seen(...values: readonly (Scalar | null)[]): readonly Observation[] {
  return values.map((value, index) => ({ t: index + 1, eventId: `e${index}`, value }));
}

describe('a sum', () => {
  test('is exact where doubles are not', () => {
    expect(computeTrait({ kind: 'sum', window: all }, seen(0.1, 0.2), 9)).toBe('0.3');
    expect(computeTrait({ kind: 'sum', window: all }, seen(1e16, 1, -1e16), 9)).toBe('1');
  });

  test('takes numbers only and is 0 on nothing', () => {
    expect(computeTrait({ kind: 'sum', window: all }, seen('5', true, null, 2), 9)).toBe('2');
    expect(computeTrait({ kind: 'sum', window: all }, [], 9)).toBe('0');
  });
});

describe('an average', () => {
  test('says its sum and count, so that a comparison rounds nothing', () => {
    const average = computeTrait({ kind: 'average', window: all }, seen(1, 0, 0), 9);
    expect(average).toEqual({ sum: '1', count: 3, average: '0.33333333333333333333' });
  });

  test('is missing on nothing, as min, max, first, last and most frequent are', () => {
    for (const kind of ['average', 'min', 'max', 'first', 'last', 'most_frequent'] as const) {
      expect(computeTrait({ kind, window: all }, seen(null), 9)).toBeNull();
    }
  });
});

test('of equal times the greater event id is the later one', () => {
  const tied = [
    { t: 1, eventId: 'b', value: 'later' },
    { t: 1, eventId: 'a', value: 'earlier' },
  ];
  expect(computeTrait({ kind: 'last', window: all }, tied, 9)).toBe('later');
  expect(computeTrait({ kind: 'first', window: all }, tied, 9)).toBe('earlier');
});

describe('most frequent', () => {
  test('is by count, then the value seen latest', () => {
    expect(computeTrait({ kind: 'most_frequent', window: all }, seen('a', 'a', 'b', 'b', 'c'), 9)).toEqual({
      value: 'b',
      count: 2,
    });
  });

  test('keeps the number 1 and the string 1 apart', () => {
    expect(computeTrait({ kind: 'most_frequent', window: all }, seen(1, '1', 1), 9)).toEqual({
      value: 1,
      count: 2,
    });
  });

  test('says that there are too many values instead of naming a wrong one', () => {
    const many = seen(...Array.from({ length: MOST_COUNTED_VALUES + 1 }, (_, index) => index));
    const definition = { kind: 'most_frequent', window: all } as const;
    expect(computeTrait(definition, many, 1e6)).toEqual({ value: null, tooManyValues: 10_000 });
    expect(computeTrait(definition, many.slice(1), 1e6)).toEqual({ value: MOST_COUNTED_VALUES, count: 1 });
    const trait = computedTrait(definition);
    const halves = [many.slice(0, 6000), many.slice(6000)].map((half) =>
      accumulate(trait, trait.empty, half),
    );
    expect(trait.value(trait.merge(halves[0] ?? null, halves[1] ?? null), 1e6)).toEqual({
      value: null,
      tooManyValues: 10_000,
    });
  });
});

test('a unique list has those seen latest first and says when it left some out', () => {
  const definition = { kind: 'unique_list', window: all, limit: 2 } as const;
  expect(computeTrait(definition, seen('a', 'b', 'a'), 9)).toEqual({
    values: ['a', 'b'],
    isTruncated: false,
  });
  expect(computeTrait(definition, seen('a', 'b', 'c'), 9)).toEqual({ values: ['c', 'b'], isTruncated: true });
});

describe('a window', () => {
  const counted = { kind: 'counter', window: { kind: 'sliding', length: 10 } } as const;

  test('that slides loses an event exactly at its time plus the length', () => {
    const one = [{ t: 100, eventId: 'e', value: null }];
    expect(computeTrait(counted, one, 109)).toBe(1);
    expect(computeTrait(counted, one, 110)).toBe(0);
    const trait = computedTrait(counted);
    expect(trait.nextChange(accumulate(trait, trait.empty, one), 105)).toBe(110);
  });

  test('of a range has its beginning and not its end', () => {
    const range = { kind: 'counter', window: { kind: 'range', from: 1, to: 3 } } as const;
    expect(computeTrait(range, seen(null, null, null), 9)).toBe(2);
  });

  test('that slides keeps of a minimum only what can still decide', () => {
    const trait = computedTrait({ kind: 'min', window: { kind: 'sliding', length: 100 } });
    expect(accumulate(trait, trait.empty, seen(5, 3, 4, 4))).toEqual([
      { t: 2, eventId: 'e1', value: 3 },
      { t: 4, eventId: 'e3', value: 4 },
    ]);
  });
});

test('changes count from nothing, and a late observation between two equal ones makes two', () => {
  const definition = { kind: 'changes', window: all } as const;
  const late = { t: 1.5, eventId: 'late', value: 'gold' };
  expect(computeTrait(definition, seen('free', 'free'), 9).count).toBe(1);
  expect(computeTrait(definition, [...seen('free', 'free'), late], 9)).toEqual({
    count: 3,
    last: { from: 'gold', to: 'free', t: 2, eventId: 'e1' },
  });
});

test('minus zero is zero', () => {
  expect(computeTrait({ kind: 'last', window: all }, seen(-0), 9)).toBe(0);
});

test.each([
  [
    { kind: 'sum', window: { kind: 'sliding', length: 0 } },
    'window.length must be a finite number above 0, got 0',
  ],
  [{ kind: 'sum', window: { kind: 'sliding', length: 4e11 } }, 'window.length must be at most ten years'],
  [
    { kind: 'sum', window: { kind: 'range', from: 2, to: 2 } },
    'window.to must be later than from (2), got 2',
  ],
  [{ kind: 'sum', window: all, limit: 3 }, 'limit must be left out but for a unique list, got 3'],
  [{ kind: 'unique_list', window: all, limit: 1001 }, 'limit must be at most 1000, got 1001'],
] as const)('refuses the definition %j', (definition, message) => {
  expect(() => computedTrait(definition)).toThrow(message);
});

test('refuses an observation that is not a number', () => {
  expect(() => computeTrait({ kind: 'sum', window: all }, seen(NaN), 9)).toThrow(
    'value must be a finite number, got NaN',
  );
});
