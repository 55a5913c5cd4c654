import { describe, expect, test } from 'vitest';
import type { CentroidArchetype, RuleArchetype } from './archetype.ts';
import { matchArchetypes } from './match-archetypes.ts';

const rule: RuleArchetype = {
  kind: 'rule',
  code: 'REGULAR',
  name: 'Regular customers',
  conditions: [
    { feature: 'orders', atLeast: 10, atMost: null, tolerance: 5, weight: 3 },
    { feature: 'discount', atLeast: 0, atMost: 0.2, tolerance: 0, weight: 1 },
  ],
};

const centroid = (code: string, z: number): CentroidArchetype => ({
  kind: 'centroid',
  code,
  name: code,
  centre: [
    { feature: 'orders', scale: 'linear', mean: 10, deviation: 4, z, typical: 10 + 4 * z },
    { feature: 'discount', scale: 'linear', mean: 0.5, deviation: 0.1, z: 0, typical: 0.5 },
  ],
});

test('the most extreme customer is like the extreme ones, not like nobody', () => {
  const archetypes = [centroid('FEW', -1), centroid('MANY', 2.5)];
  const most = matchArchetypes({ orders: 10_000, discount: 0.5 }, archetypes);
  expect(most).toEqual(
    matchArchetypes({ orders: 22, discount: 0.5 }, archetypes).map((match) => ({
      ...match,
      components: match.components.map((one) => (one.feature === 'orders' ? { ...one, value: 10_000 } : one)),
    })),
  );
  expect(most.map(({ code }) => code)).toEqual(['MANY', 'FEW']);
  expect(most[0]?.score).toBeCloseTo(Math.exp(-0.125 / 2), 12);
});

describe('a rule archetype', () => {
  test('fits fully inside its bounds', () => {
    expect(matchArchetypes({ orders: 10, discount: 0.2 }, [rule])).toEqual([
      {
        code: 'REGULAR',
        name: 'Regular customers',
        score: 1,
        coverage: 1,
        components: [
          { feature: 'orders', value: 10, score: 1 },
          { feature: 'discount', value: 0.2, score: 1 },
        ],
      },
    ]);
  });

  test('fits less the farther outside, weighted', () => {
    const [match] = matchArchetypes({ orders: 5, discount: 0.1 }, [rule]);
    expect(match?.components[0]?.score).toBeCloseTo(Math.exp(-0.5), 12);
    expect(match?.score).toBeCloseTo(Math.exp(-0.5) ** 0.75, 12);
  });

  test('with a hard bound does not fit outside it', () => {
    expect(matchArchetypes({ orders: 50, discount: 0.21 }, [rule])[0]?.score).toBe(0);
  });

  test('counts what is not known as not covered', () => {
    const [match] = matchArchetypes({ orders: 12 }, [rule]);
    expect(match).toMatchObject({ score: 0.75, coverage: 0.75 });
    expect(match?.components[1]).toEqual({ feature: 'discount', value: null, score: null });
    expect(matchArchetypes({}, [rule])[0]).toMatchObject({ score: 0, coverage: 0 });
  });

  test('refuses bounds that exclude everybody and a weight of 0', () => {
    const wrong = { feature: 'orders', atLeast: 2, atMost: 1, tolerance: 0, weight: 1 };
    expect(() => matchArchetypes({}, [{ ...rule, conditions: [wrong] }])).toThrow(
      'conditions.orders.atLeast must be no more than atMost (1), got 2',
    );
    expect(() =>
      matchArchetypes({}, [{ ...rule, conditions: [{ ...wrong, atMost: 3, weight: 0 }] }]),
    ).toThrow('conditions.orders.weight must be a finite number above 0, got 0');
  });
});

describe('centroid archetypes', () => {
  test('rank by distance to the centre, of equal ones by code', () => {
    const archetypes = [centroid('NEAR', 0.2), centroid('FAR', -3), centroid('ALSO_NEAR', 0.2)];
    const matches = matchArchetypes({ orders: 11, discount: 0.5 }, archetypes);
    expect(matches.map(({ code }) => code)).toEqual(['ALSO_NEAR', 'NEAR', 'FAR']);
  });

  test('score 1 at the centre and less a deviation away', () => {
    expect(matchArchetypes({ orders: 14, discount: 0.5 }, [centroid('A', 1)])[0]?.score).toBe(1);
    const away = matchArchetypes({ orders: 18, discount: 0.5 }, [centroid('A', 1)])[0];
    expect(away?.components.map(({ score }) => score)).toEqual([Math.exp(-0.5), 1]);
    expect(away?.score).toBeCloseTo(Math.exp(-0.25), 12);
  });

  test('name the feature of a value that is not a number', () => {
    expect(() => matchArchetypes({ orders: NaN, discount: 0 }, [centroid('A', 1)])).toThrow(
      'features.orders must be a finite number, got NaN',
    );
  });
});
