import { describe, expect, test } from 'vitest';
import { summariseOrders } from './summarise-orders.ts';

const day = (n: number, hour = 0): number => Date.UTC(2026, 0, 1 + n, hour);

describe('a summary of orders', () => {
  test('counts weeks from the first purchase, its money left out', () => {
    const orders = [
      { at: day(14), value: 30 },
      { at: day(0), value: 100 },
      { at: day(7), value: 10 },
    ];
    expect(summariseOrders(orders, { asOf: day(28) })).toEqual({
      repeats: 2,
      recency: 2,
      age: 4,
      averageValue: 20,
    });
  });

  test('takes the orders of one day for one purchase', () => {
    const orders = [
      { at: day(0, 8), value: 1 },
      { at: day(0, 20), value: 2 },
      { at: day(7, 1), value: 3 },
      { at: day(7, 23), value: 4 },
    ];
    expect(summariseOrders(orders, { asOf: day(7, 23) })).toEqual({
      repeats: 1,
      recency: 1,
      age: 1,
      averageValue: 7,
    });
  });

  test('has no average without repeats and is null without orders', () => {
    expect(summariseOrders([{ at: day(0), value: 5 }], { asOf: day(7) })).toEqual({
      repeats: 0,
      recency: 0,
      age: 1,
      averageValue: null,
    });
    expect(summariseOrders([], { asOf: day(7) })).toBeNull();
  });

  test('refuses an order after asOf', () => {
    expect(() => summariseOrders([{ at: 5, value: 1 }], { asOf: 4 })).toThrow(
      'orders.at must be no later than asOf (4), got 5',
    );
  });
});
