import { expect, test } from 'vitest';
import { computedTraits, defaultComputedTraits } from './computed-traits.ts';
import { personaFeatures } from './persona-features.ts';

const refusal = (value: unknown): string => computedTraits.safeParse(value).error?.issues[0]?.message ?? '';

test('the traits of a tenant that has configured none are orders with their money, times, categories and products', () => {
  expect(defaultComputedTraits.map(({ name }) => name)).toEqual([
    'orders',
    'revenue',
    'averageOrderValue',
    'firstOrderAt',
    'lastOrderAt',
    'discount',
    'favouriteCategory',
    'distinctProducts',
    'coupons',
  ]);
});

test.each([
  [[{ name: 'a', of: 'orders', kind: 'sum' }], 'must be given for this kind'],
  [[{ name: 'a', of: { event: 'X' }, kind: 'sum', value: '@value' }], '@value is for orders only'],
  [[{ name: 'a', of: 'orders', kind: 'counter', limit: 3 }], 'is for unique_list and distinct_count only'],
  [
    [
      { name: 'a', of: 'orders', kind: 'counter' },
      { name: 'a', of: 'orders', kind: 'counter' },
    ],
    'must have each name once',
  ],
  [
    [{ name: 'A b', of: 'orders', kind: 'counter' }],
    'must be 1 to 60 letters and digits, the first a small letter',
  ],
])('%j is refused: %s', (value, message) => {
  expect(refusal(value)).toBe(message);
});

test('features of personas are named once', () => {
  const feature = { name: 'a', label: 'a', high: 'a', low: 'b', scale: 'log', of: 'orders' };
  expect(personaFeatures.safeParse([feature, feature]).error?.issues[0]?.message).toBe(
    'must have each name once',
  );
  expect(personaFeatures.parse([feature])).toEqual([{ ...feature, per: [] }]);
});
