import { describe, expect, test } from 'vitest';
import { seededDraws } from '../../test/random.ts';
import type { FeatureDefinition, FeatureRow } from './feature.ts';
import { matchArchetypes } from './match-archetypes.ts';
import { proposeArchetypes } from './propose-archetypes.ts';

const definitions: readonly FeatureDefinition[] = [
  { name: 'orders', label: 'orders in a year', high: 'frequent', low: 'occasional', scale: 'log' },
  { name: 'basket', label: 'money of an order', high: 'big-basket', low: 'small-basket', scale: 'log' },
  {
    name: 'discount',
    label: 'share bought at a discount',
    high: 'deal-seeking',
    low: 'full-price',
    scale: 'linear',
  },
];

const planted = [
  { orders: 40, basket: 20, discount: 0.1 },
  { orders: 40, basket: 150, discount: 0.1 },
  { orders: 4, basket: 20, discount: 0.1 },
  { orders: 4, basket: 60, discount: 0.8 },
];

/** Sixty customers around each planted centre, ids shuffled so that they say nothing of the group. */
function population(seed: number): readonly (FeatureRow & { readonly group: number })[] {
  const draws = seededDraws(seed);
  const around = (value: number): number => value * Math.exp(draws.normal() / 12);
  return Array.from({ length: 240 }, (_, index) => {
    const group = index % planted.length;
    const centre = planted[group] ?? { orders: NaN, basket: NaN, discount: NaN };
    const features = {
      orders: around(centre.orders),
      basket: around(centre.basket),
      discount: centre.discount + draws.normal() / 50,
    };
    return { id: `c${String((index * 97) % 240).padStart(3, '0')}`, features, group };
  });
}

const rows = population(3);
const options = { definitions, seed: 1, kMin: 2, kMax: 7 };
const proposal = proposeArchetypes(rows, options);

describe('proposed archetypes', () => {
  test('are as many as were planted, with exactly the planted members', () => {
    expect(proposal.archetypes).toHaveLength(4);
    const pairs = new Set(rows.map(({ id, group }) => `${group} ${proposal.members.get(id)}`));
    expect(pairs.size).toBe(4);
    expect(proposal.archetypes.map(({ size }) => size)).toEqual([60, 60, 60, 60]);
    expect(proposal.archetypes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test('depend on the set of rows, not on their order', () => {
    expect(proposeArchetypes(rows.toReversed(), options)).toEqual(proposal);
  });

  test('of planted groups are the same for every seed', () => {
    for (const seed of [2, 77, 4_000_000_000]) {
      expect(proposeArchetypes(rows, { ...options, seed }).members).toEqual(proposal.members);
    }
  });

  test('are named after what sets them apart, in the units of the features', () => {
    const bySize = proposal.archetypes.find(({ centre }) =>
      centre.some(({ feature, typical }) => feature === 'discount' && typical > 0.7),
    );
    expect(bySize?.code).toBe('DEAL_SEEKING_OCCASIONAL');
    expect(bySize?.name).toBe('Deal-seeking, occasional customers');
    expect(bySize?.distinctions[0]?.text).toMatch(
      /^share bought at a discount: much higher than usual \(0\.[78]\d* against 0\.2\d*\)$/u,
    );
  });

  test('have a centre that is typical of their members, however long the tail of a feature', () => {
    const typical = (feature: string): readonly number[] =>
      proposal.archetypes
        .map(({ centre }) => Math.round(centre.find((one) => one.feature === feature)?.typical ?? NaN))
        .toSorted((one, other) => one - other);
    expect(typical('orders')).toEqual([4, 4, 40, 40]);
    const baskets = typical('basket').map((value) => Math.round(value / 10) * 10);
    expect(baskets).toEqual([20, 20, 60, 150]);
  });

  test('measure a feature with a long tail by its logarithm', () => {
    const [orders] = proposal.archetypes[0]?.centre ?? [];
    const logarithms = rows.map(({ features }) => Math.log1p(features['orders'] ?? NaN));
    expect(orders?.mean).toBeCloseTo(logarithms.reduce((sum, one) => sum + one, 0) / rows.length, 10);
  });

  test('have a code each', () => {
    expect(new Set(proposal.archetypes.map(({ code }) => code)).size).toBe(4);
    const forced = proposeArchetypes(rows, { ...options, kMin: 12, kMax: 12 });
    expect(new Set(forced.archetypes.map(({ code }) => code)).size).toBe(12);
  });

  test('match their own members best', () => {
    for (const { id, features } of rows) {
      expect(matchArchetypes(features, proposal.archetypes)[0]?.code).toBe(proposal.members.get(id));
    }
  });

  test('say which features told nobody apart', () => {
    const same = rows.map(({ id, features }) => ({ id, features: { ...features, country: 0.1 } }));
    const country: FeatureDefinition = {
      name: 'country',
      label: 'country',
      high: 'home',
      low: 'abroad',
      scale: 'linear',
    };
    const found = proposeArchetypes(same, { ...options, definitions: [...definitions, country] });
    expect(found.ignoredFeatures).toEqual(['country']);
    expect(found.members).toEqual(proposal.members);
  });
});

describe('a proposal refuses', () => {
  const [row] = rows;
  if (row === undefined) throw new Error('there are rows');

  test.each([
    [{ kMin: 1 }, 'kMin must be a whole number of at least 2, got 1'],
    [{ kMin: 5, kMax: 4 }, 'kMax must be a whole number of at least 5, got 4'],
    [{ kMax: 21 }, 'kMax must be at most 20, got 21'],
    [{ restarts: 0 }, 'restarts must be a whole number of at least 1, got 0'],
    [{ seed: -1 }, 'seed must be a whole number of at least 0, got -1'],
    [{ definitions: [] }, 'definitions must be at least one feature, got 0'],
  ])('the options %j', (wrong, message) => {
    expect(() => proposeArchetypes(rows, { ...options, ...wrong })).toThrow(message);
  });

  test('a row without a feature, and one below 0 where logarithms are taken', () => {
    const missing = { id: 'x', features: { orders: 1, basket: 2 } };
    expect(() => proposeArchetypes([...rows, missing], options)).toThrow(
      'features.discount must be given, got undefined',
    );
    const negative = { id: 'x', features: { orders: -1, basket: 2, discount: 0 } };
    expect(() => proposeArchetypes([...rows, negative], options)).toThrow(
      'features.orders must be a finite number of at least 0, got -1',
    );
  });

  test('more groups than distinct rows', () => {
    const same = Array.from({ length: 30 }, (_, index) => ({ id: `s${index}`, features: row.features }));
    expect(() => proposeArchetypes(same, { ...options, kMin: 2, kMax: 2 })).toThrow(
      'kMax must be at most the number of distinct rows (1), got 2',
    );
  });
});
