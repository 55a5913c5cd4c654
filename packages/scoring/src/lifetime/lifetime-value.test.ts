import { describe, expect, test } from 'vitest';
import { expectedPurchases } from './expected-purchases.ts';
import { lifetimeValue } from './lifetime-value.ts';

const models = {
  purchases: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  spend: { p: 6.25, q: 3.74, v: 15.44 },
};
const customer = { repeats: 4, recency: 30, age: 38, averageValue: 40 };

describe('lifetime value', () => {
  test('without a discount is purchases times their money times the margin', () => {
    const value = lifetimeValue(models, customer, { periods: 52, discountRate: 0, margin: 0.25 });
    const purchases = expectedPurchases(models.purchases, customer, 52);
    expect(value?.purchases).toBeCloseTo(purchases, 12);
    expect(value?.value).toBeCloseTo(purchases * (value?.averageValue ?? NaN) * 0.25, 10);
  });

  test('discounts each period by its distance', () => {
    const value = lifetimeValue(models, customer, { periods: 2, periodLength: 4, discountRate: 0.1 });
    const first = expectedPurchases(models.purchases, customer, 4);
    const both = expectedPurchases(models.purchases, customer, 8);
    const money = value?.averageValue ?? NaN;
    expect(value?.value).toBeCloseTo(money * (first / 1.1 + (both - first) / 1.21), 10);
  });

  test('is null where the model of spend has no mean', () => {
    const heavy = { ...models, spend: { p: 0.1, q: 0.2, v: 3 } };
    expect(lifetimeValue(heavy, customer, { periods: 1, discountRate: 0 })).toBeNull();
  });

  test('is null for a customer whose purchases brought no money', () => {
    expect(
      lifetimeValue(models, { ...customer, averageValue: 0 }, { periods: 1, discountRate: 0 }),
    ).toBeNull();
  });

  test.each([
    [{ periods: 0, discountRate: 0 }, 'periods must be a whole number of at least 1, got 0'],
    [{ periods: 1001, discountRate: 0 }, 'periods must be at most 1000, got 1001'],
    [{ periods: 1, discountRate: -0.1 }, 'discountRate must be a finite number of at least 0, got -0.1'],
    [{ periods: 1, discountRate: 0, margin: 2 }, 'margin must be a number from 0 to 1, got 2'],
  ])('refuses %j', (options, message) => {
    expect(() => lifetimeValue(models, customer, options)).toThrow(message);
  });
});
