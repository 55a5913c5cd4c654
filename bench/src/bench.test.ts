import { expect, test } from 'vitest';
import { isMet, percentile } from './bench.ts';

test('a bench is met when every figure is where it must be', () => {
  const targets = { rate: { min: 100 }, wait: { max: 5 } };
  expect(isMet({ rate: 100, wait: 5 }, targets)).toBe(true);
  expect(isMet({ rate: 99, wait: 5 }, targets)).toBe(false);
  expect(isMet({ rate: 100, wait: 6 }, targets)).toBe(false);
});

test('a figure that was not measured is not met', () => {
  expect(isMet({}, { rate: { min: 0 } })).toBe(false);
  expect(isMet({ rate: Number.NaN }, { rate: { min: 0 } })).toBe(false);
});

test('a percentile is a sample, not an interpolation', () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(3);
  expect(percentile([1], 0.99)).toBe(1);
  expect(percentile([], 0.5)).toBeNaN();
});
