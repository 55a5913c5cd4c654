import { describe, expect, test } from 'vitest';
import { expectedAverageValue, gammaGammaLogLikelihood } from './gamma-gamma.ts';

const model = { p: 6.25, q: 3.74, v: 15.44 };

describe('the expected average value', () => {
  test('is the mean of all, p v / (q - 1), without repeats', () => {
    expect(expectedAverageValue(model, null)).toBeCloseTo((6.25 * 15.44) / 2.74, 12);
  });

  test('lies between the mean of all and the own average, nearer to the own one with more purchases', () => {
    const once = expectedAverageValue(model, { repeats: 1, averageValue: 90 }) ?? NaN;
    const often = expectedAverageValue(model, { repeats: 10, averageValue: 90 }) ?? NaN;
    expect(once).toBeGreaterThan((6.25 * 15.44) / 2.74);
    expect(often).toBeGreaterThan(once);
    expect(often).toBeLessThan(90);
  });

  test('does not exist where the tail is too heavy', () => {
    expect(expectedAverageValue({ p: 0.1, q: 0.8, v: 10 }, { repeats: 1, averageValue: 9 })).toBeNull();
    expect(expectedAverageValue({ p: 0.1, q: 0.8, v: 10 }, { repeats: 9, averageValue: 9 })).not.toBeNull();
  });

  test('refuses a spend of nothing', () => {
    expect(() => expectedAverageValue(model, { repeats: 2, averageValue: 0 })).toThrow(
      'averageValue must be a finite number above 0, got 0',
    );
  });
});

test('the density integrates to one', () => {
  const steps = 200_000;
  const top = 4000;
  let integral = 0;
  for (let step = 0; step < steps; step += 1) {
    const averageValue = ((step + 0.5) / steps) * top;
    integral += (Math.exp(gammaGammaLogLikelihood(model, [{ repeats: 3, averageValue }])) * top) / steps;
  }
  expect(integral).toBeCloseTo(1, 5);
});

test('with p = q = 1 and one purchase the density is v / (v + m) squared', () => {
  const value = gammaGammaLogLikelihood({ p: 1, q: 1, v: 7 }, [{ repeats: 1, averageValue: 3 }]);
  expect(value).toBeCloseTo(Math.log(7 / 100), 12);
});
