import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileScores } from './quantile-score.ts';
import { rfmCell } from './rfm-cell.ts';
import { rfm, type RfmCustomer } from './rfm.ts';

const asOf = 1_000_000;

function customer(id: string, rank: number): RfmCustomer {
  return { id, lastOrderAt: rank * 1000, orders: rank, value: rank * 10 };
}

const population = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1 }),
    lastOrderAt: fc.integer({ min: 0, max: 20 }),
    orders: fc.integer({ min: 1, max: 6 }),
    value: fc.integer({ min: -5, max: 30 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 60 },
);

describe('quantile scores', () => {
  test('give a fifth of ten distinct values each score', () => {
    expect(quantileScores([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  test('put a value exactly between two quantiles into the upper one', () => {
    expect(quantileScores([1, 2, 2, 3], 2)).toEqual([1, 2, 2, 2]);
  });

  test('give most customers, who bought once, one score in the middle of their ranks', () => {
    expect(quantileScores([1, 1, 1, 1, 1, 1, 2, 3, 4, 5], 5)).toEqual([2, 2, 2, 2, 2, 2, 4, 4, 5, 5]);
  });

  test('are in the middle for one value and for equal values', () => {
    expect(quantileScores([7], 5)).toEqual([3]);
    expect(quantileScores([7, 7, 7, 7], 5)).toEqual([3, 3, 3, 3]);
    expect(quantileScores([], 5)).toEqual([]);
  });

  test('spread two to four values evenly around the middle', () => {
    expect(quantileScores([1, 2], 5)).toEqual([2, 4]);
    expect(quantileScores([1, 2, 3], 5)).toEqual([1, 3, 5]);
    expect(quantileScores([1, 2, 3, 4], 5)).toEqual([1, 2, 4, 5]);
  });
});

describe('rfm', () => {
  test('scores the best customer 5-5-5 and the worst 1-1-1', () => {
    const results = rfm(
      [1, 2, 3, 4, 5].map((rank) => customer(`c${rank}`, rank)),
      { asOf },
    );
    expect(results.at(-1)).toEqual({
      id: 'c5',
      recency: 5,
      frequency: 5,
      monetary: 5,
      code: '5-5-5',
      cell: 'CHAMPION',
    });
    expect(results[0]).toEqual({
      id: 'c1',
      recency: 1,
      frequency: 1,
      monetary: 1,
      code: '1-1-1',
      cell: 'LOST',
    });
  });

  test('does not depend on the order of customers', () => {
    fc.assert(
      fc.property(population, (customers) => {
        const byId = new Map(rfm(customers.toReversed(), { asOf }).map((result) => [result.id, result]));
        for (const result of rfm(customers, { asOf })) expect(byId.get(result.id)).toEqual(result);
      }),
    );
  });

  test('orders scores as it orders values and ties what is equal, for two to ten quantiles', () => {
    fc.assert(
      fc.property(population, fc.integer({ min: 2, max: 10 }), (customers, quantiles) => {
        const results = rfm(customers, { asOf, quantiles });
        const ranked = customers
          .map(({ value }, index) => ({ value, score: results[index]?.monetary ?? NaN }))
          .toSorted((one, other) => one.value - other.value || one.score - other.score);
        const scores = ranked.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((one, other) => one - other));
        expect(scores.every((score) => score >= 1 && score <= quantiles)).toBe(true);
        const pairs = new Set(ranked.map(({ value, score }) => `${value}: ${score}`));
        expect(pairs.size).toBe(new Set(ranked.map(({ value }) => value)).size);
      }),
    );
  });

  test.each([
    [{ ...customer('a', 2), orders: 0 }, 'orders must be a whole number of at least 1, got 0'],
    [
      { ...customer('a', 2), lastOrderAt: asOf + 1 },
      'lastOrderAt must be no later than asOf (1000000), got 1000001',
    ],
    [{ ...customer('a', 2), value: Infinity }, 'value must be a finite number, got Infinity'],
    [customer('b', 2), 'id must be given once, got b'],
  ])('refuses %j', (bad, message) => {
    expect(() => rfm([customer('b', 1), bad], { asOf })).toThrow(message);
  });

  test('refuses one quantile and eleven', () => {
    expect(() => rfm([], { asOf, quantiles: 1 })).toThrow(
      'quantiles must be a whole number of at least 2, got 1',
    );
    expect(() => rfm([], { asOf, quantiles: 11 })).toThrow('quantiles must be at most 10, got 11');
  });
});

describe('the cell', () => {
  test.each([
    [5, 1, 1, 'NEW'],
    [5, 5, 4, 'CHAMPION'],
    [4, 1, 1, 'PROMISING'],
    [4, 4, 3, 'LOYAL'],
    [3, 3, 3, 'NEEDS_ATTENTION'],
    [3, 1, 2, 'ABOUT_TO_SLEEP'],
    [2, 1, 1, 'HIBERNATING'],
    [2, 4, 3, 'AT_RISK'],
    [1, 5, 5, 'CANNOT_LOSE'],
    [1, 2, 1, 'LOST'],
  ])('of %i-%i-%i is %s', (recency, frequency, monetary, cell) => {
    expect(rfmCell({ recency, frequency, monetary }, 5)).toBe(cell);
  });

  test('of the extremes is the same for any number of quantiles', () => {
    for (const q of [3, 4, 5, 10]) {
      expect(rfmCell({ recency: q, frequency: q, monetary: q }, q)).toBe('CHAMPION');
      expect(rfmCell({ recency: 1, frequency: 1, monetary: 1 }, q)).toBe('LOST');
    }
  });
});
