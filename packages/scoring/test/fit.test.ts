import { describe, expect, test } from 'vitest';
import { fitBgNbd, fitGammaGamma, NotConvergedError, probabilityAlive } from '../src/index.ts';
import { expectedPurchases } from '../src/lifetime/expected-purchases.ts';
import { simulateBuyers, simulateSpenders } from './simulated-population.ts';

const truth = { r: 0.8, alpha: 5, a: 1.2, b: 3.5 };
const population = { customers: 20_000, seed: 11, age: 80, later: 40 };

describe('BG/NBD', () => {
  const buyers = simulateBuyers(truth, population);
  const fit = fitBgNbd(buyers);

  test('finds the parameters of a simulated population again within 10 %', () => {
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(Math.abs(fit[name] / truth[name] - 1)).toBeLessThan(0.1);
    }
  });

  test('foresees what the simulated population buys later within 3 %', () => {
    const actual = buyers.reduce((sum, { later }) => sum + later, 0);
    const expected = buyers.reduce((sum, buyer) => sum + expectedPurchases(fit, buyer, population.later), 0);
    expect(Math.abs(expected / actual - 1)).toBeLessThan(0.03);
  });

  test('gives the same estimates for any order of customers', () => {
    expect(fitBgNbd(buyers.toReversed())).toEqual(fit);
  });

  test('does not depend on the unit of time', () => {
    const daily = buyers.map(({ repeats, recency, age }) => ({
      repeats,
      recency: recency * 7,
      age: age * 7,
    }));
    const inDays = fitBgNbd(daily);
    expect(inDays.alpha / 7 / fit.alpha).toBeCloseTo(1, 3);
    expect(inDays.r / fit.r).toBeCloseTo(1, 3);
    const [one, other] = [daily[5], buyers[5]];
    if (one === undefined || other === undefined)
      throw new Error('the population has more than five customers');
    expect(probabilityAlive(inDays, one)).toBeCloseTo(probabilityAlive(fit, other), 4);
  });

  test('finds that nobody leaves where nobody does, and how often they buy', () => {
    const loyal = simulateBuyers({ ...truth, a: 1e-12 }, population);
    const nbd = fitBgNbd(loyal);
    expect(nbd.a).toBe(0);
    expect(Math.abs(nbd.r / truth.r - 1)).toBeLessThan(0.1);
    expect(Math.abs(nbd.alpha / truth.alpha - 1)).toBeLessThan(0.1);
    const silent = { repeats: 9, recency: 10, age: 80 };
    expect(probabilityAlive(nbd, silent)).toBe(1);
    expect(expectedPurchases(nbd, silent, 12)).toBeCloseTo(((nbd.r + 9) * 12) / (nbd.alpha + 80), 9);
  });

  test('says that it did not converge where all are alike', () => {
    const alike = Array.from({ length: 60 }, () => ({ repeats: 4, recency: 40, age: 40 }));
    expect(() => fitBgNbd(alike)).toThrow(NotConvergedError);
    expect(() => fitBgNbd(alike)).toThrow('BG/NBD did not converge');
  });

  test('refuses a population that shows too few repeats', () => {
    const once = Array.from({ length: 500 }, () => ({ repeats: 0, recency: 0, age: 20 }));
    expect(() => fitBgNbd(once)).toThrow('histories must be of at least 10 customers with repeats, got 0');
  });

  test('names the field of an impossible history among good ones', () => {
    expect(() => fitBgNbd([...buyers, { repeats: 1, recency: 9, age: 8 }])).toThrow(
      'recency must be no longer than age (8), got 9',
    );
  });
});

describe('Gamma-Gamma', () => {
  const model = { p: 4, q: 3, v: 20 };
  const spenders = simulateSpenders(model, 20_000, 5);

  test('finds the parameters of a simulated population again within 10 %', () => {
    const fit = fitGammaGamma(spenders);
    for (const name of ['p', 'q', 'v'] as const) {
      expect(Math.abs(fit[name] / model[name] - 1)).toBeLessThan(0.1);
    }
  });

  test('gives the same estimates for any order of customers', () => {
    const few = spenders.slice(0, 500);
    expect(fitGammaGamma(few.toReversed())).toEqual(fitGammaGamma(few));
  });

  test('says that it did not converge where all spend the same', () => {
    const same = Array.from({ length: 40 }, (_, index) => ({ repeats: 1 + (index % 4), averageValue: 25 }));
    expect(() => fitGammaGamma(same)).toThrow(NotConvergedError);
  });

  test.each([
    [{ repeats: 1, averageValue: 0 }, 'averageValue must be a finite number above 0, got 0'],
    [{ repeats: 0, averageValue: 4 }, 'repeats must be a whole number of at least 1, got 0'],
  ])('refuses %j', (spend, message) => {
    expect(() => fitGammaGamma([...spenders.slice(0, 20), spend])).toThrow(message);
  });
});
