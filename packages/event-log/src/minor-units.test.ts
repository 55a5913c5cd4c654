import { expect, test } from 'vitest';
import { toMinorUnits } from './minor-units.ts';

test.each([
  [12, 1_200],
  [0.1, 10],
  [1.005, 101],
  [1.0049, 100],
  [-1.005, -101],
  [4.35, 435],
  [8.15, 815],
  [1_000_000.01, 100_000_001],
  [1e-7, 0],
  ['19.99', 1_999],
  [' 7 ', 700],
  ['+7.5', 750],
  ['-0.004', 0],
])('%s is %i minor units', (amount, units) => {
  expect(toMinorUnits(amount)).toBe(units);
});

test.each([
  'many',
  '',
  '1,50',
  '1e3',
  '0x10',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  90_071_992_547_410,
  null,
  undefined,
  true,
  { amount: 1 },
  ['1'],
  '9'.repeat(500),
])('%s is no amount', (amount) => {
  expect(toMinorUnits(amount)).toBe(0);
});
