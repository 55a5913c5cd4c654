import { expect, test } from 'vitest';
import { verifyCounts } from './counts.ts';

const counts = {
  orders: 2,
  lineItems: 3,
  valueCents: 400,
  buyingHouseholds: 1,
  identifies: 1,
  promotions: 0,
  coupons: 0,
};

test('equal counts pass', () => {
  expect(() => verifyCounts(counts, { ...counts })).not.toThrow();
});

test('every count that differs is named with both numbers', () => {
  expect(() => verifyCounts({ ...counts, orders: 1, valueCents: 399 }, counts)).toThrow(
    'orders: 1 stored, 2 in the files; valueCents: 399 stored, 400 in the files',
  );
});
