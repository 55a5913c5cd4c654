import { expect, test } from 'vitest';
import { createRandom } from '../../test/history.ts';
import { estimateCount } from './interval.ts';

test('the interval is that of the formula', () => {
  // Wilson, 10 of 100: 0.0552 to 0.1744.
  expect(estimateCount({ found: 10, sampled: 100, total: 10_000 })).toEqual({
    estimate: 1_000,
    low: 552,
    high: 1_744,
  });
});

test('nothing outside of what the sample has shown', () => {
  expect(estimateCount({ found: 0, sampled: 100, total: 10_000 })).toMatchObject({ estimate: 0, low: 0 });
  expect(estimateCount({ found: 100, sampled: 100, total: 120 })).toMatchObject({
    estimate: 120,
    low: 115,
    high: 120,
  });
  expect(estimateCount({ found: 0, sampled: 0, total: 0 })).toEqual({ estimate: 0, low: 0, high: 0 });
});

test('19 of 20 samples have the true number in their interval', () => {
  const random = createRandom(5);
  const rounds = 2_000;
  let right = 0;
  for (let round = 0; round < rounds; round += 1) {
    const share = (1 + random.below(98)) / 100;
    const found = Array.from({ length: 200 }, () => random.chance(share)).filter(Boolean).length;
    const { low, high } = estimateCount({ found, sampled: 200, total: 100_000 });
    if (low <= share * 100_000 && share * 100_000 <= high) right += 1;
  }
  expect(right / rounds).toBeGreaterThan(0.93);
  expect(right / rounds).toBeLessThan(0.975);
});
