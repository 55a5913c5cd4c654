import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOut } from './share-out.ts';

test('missing units go to the largest fractions, ties by name', () => {
  expect(
    Object.fromEntries(
      shareOut(new Map(Object.entries({ z: 33 + 1 / 3, y: 33 + 1 / 3, x: 33 + 1 / 3 })), 100),
    ),
  ).toEqual({ x: 34, y: 33, z: 33 });
  expect(Object.fromEntries(shareOut(new Map(Object.entries({ a: 1.2, b: 1.8 })), 3))).toEqual({
    a: 1,
    b: 2,
  });
});

test('names tie in code-point order, not in that of their code units', () => {
  const shares = new Map([
    ['\u{1f600}', 0.5],
    ['\u{ffff}', 0.5],
  ]);
  expect(shareOut(shares, 1).get('\u{ffff}')).toBe(1);
});

test('a share that is whole but for noise stays whole', () => {
  expect(
    shareOut(
      new Map([
        ['a', 299.999_999_999],
        ['b', 0.000_000_001],
      ]),
      300,
    ).get('a'),
  ).toBe(300);
});

test('the units always add up to the total and lie within one of their share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 1_000_000_000 }),
      (weights, total) => {
        const sum = weights.reduce((all, weight) => all + weight, 0);
        fc.pre(sum > 0);
        const shares = new Map(weights.map((weight, place) => [`key ${place}`, (weight / sum) * total]));
        const units = shareOut(shares, total);
        expect([...units.values()].reduce((all, unit) => all + unit, 0)).toBe(total);
        for (const [key, unit] of units)
          expect(Math.abs(unit - (shares.get(key) ?? 0))).toBeLessThan(1.000_001);
      },
    ),
  );
});
