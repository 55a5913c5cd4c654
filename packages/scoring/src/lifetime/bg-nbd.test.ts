import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedPurchases } from './expected-purchases.ts';
import { bgNbdLogLikelihood, countHistories } from './bg-nbd-likelihood.ts';
import { probabilityAlive, probabilityOfNoPurchase } from './probability-alive.ts';
import { logGamma } from '../mathematics/log-gamma.ts';

const newCustomer = { repeats: 0, recency: 0, age: 0 };
const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

const models = fc.record({
  r: fc.double({ min: 0.05, max: 20, noNaN: true }),
  alpha: fc.double({ min: 0.5, max: 50, noNaN: true }),
  a: fc.double({ min: 0.05, max: 10, noNaN: true }),
  b: fc.double({ min: 0.05, max: 30, noNaN: true }),
});
const histories = fc
  .record({
    repeats: fc.integer({ min: 1, max: 60 }),
    recency: fc.double({ min: 0.1, max: 80, noNaN: true }),
    idle: fc.double({ min: 0, max: 80, noNaN: true }),
  })
  .map(({ repeats, recency, idle }) => ({ repeats, recency, age: recency + idle }));

/** Equation 10 as printed, its 2F1 by the defining series. */
function printedEquation(
  { r, alpha, a, b }: typeof cdnow,
  { repeats: x, age }: { repeats: number; age: number },
  time: number,
): number {
  const z = time / (alpha + age + time);
  let term = 1;
  let hypergeometric = 1;
  for (let n = 0; n < 100_000; n += 1) {
    term *= (((r + x + n) * (b + x + n)) / ((a + b + x - 1 + n) * (n + 1))) * z;
    hypergeometric += term;
    if (term < 1e-18 * hypergeometric && n > 100) break;
  }
  return ((a + b + x - 1) / (a - 1)) * (1 - (1 - z) ** (r + x) * hypergeometric);
}

describe('expected purchases', () => {
  test('equal the printed equation with its hypergeometric function', () => {
    for (const x of [1, 2, 7, 25]) {
      for (const time of [0.5, 13, 39, 200]) {
        const history = { repeats: x, recency: 20, age: 38 };
        const expected = probabilityAlive(cdnow, history) * printedEquation(cdnow, history, time);
        expect(expectedPurchases(cdnow, history, time) / expected).toBeCloseTo(1, 9);
      }
    }
  });

  test('give the worked example of the authors: 1.226 purchases in 39 weeks', () => {
    const history = { repeats: 2, recency: 30.43, age: 38.86 };
    expect(expectedPurchases(cdnow, history, 39)).toBeCloseTo(1.226, 2);
  });

  test('are the integral of the purchase rate of a new customer', () => {
    const steps = 20_000;
    const { r, alpha, a, b } = { r: 1.5, alpha: 6, a: 1, b: 1 };
    // a = b = 1 makes p uniform: E[(1 - (alpha / (alpha + p t))^r) / p] by the midpoint rule
    let integral = 0;
    for (let step = 0; step < steps; step += 1) {
      const p = (step + 0.5) / steps;
      integral += (1 - (alpha / (alpha + p * 10)) ** r) / p / steps;
    }
    expect(expectedPurchases({ r, alpha, a, b }, newCustomer, 10)).toBeCloseTo(integral, 7);
  });

  test('are r t / alpha when nobody leaves', () => {
    expect(expectedPurchases({ r: 2, alpha: 8, a: 1e-12, b: 1 }, newCustomer, 12)).toBeCloseTo(3, 9);
  });

  test('of a living customer are more in a longer time', () => {
    const history = { repeats: 2, recency: 30.43, age: 38.86 };
    const weeks = [0, 1, 2, 5, 13, 39, 78].map((time) => expectedPurchases(cdnow, history, time));
    expect(weeks).toEqual(weeks.toSorted((a, b) => a - b));
    expect(new Set(weeks).size).toBe(weeks.length);
  });

  test('pass a = 1, where the printed equation divides by 0, without a jump', () => {
    const history = { repeats: 3, recency: 10, age: 20 };
    const at = (a: number): number => expectedPurchases({ ...cdnow, a }, history, 30);
    expect(at(1)).toBeCloseTo((at(1 - 1e-7) + at(1 + 1e-7)) / 2, 12);
  });

  test('hold where r is so large that the powers underflow', () => {
    const model = { r: 5000, alpha: 10, a: 1e-12, b: 1 };
    expect(expectedPurchases(model, newCustomer, 10) / 5000).toBeCloseTo(1, 9);
  });

  test('grow with time, never faster than the rate of one who stays', () => {
    fc.assert(
      fc.property(models, histories, fc.integer({ min: 0, max: 100 }), (model, history, time) => {
        const sooner = expectedPurchases(model, history, time);
        const later = expectedPurchases(model, history, time + 1);
        const bound = ((model.r + history.repeats) * time) / (model.alpha + history.age);
        // a customer who has surely left gains nothing that a double can show
        expect(later).toBeGreaterThanOrEqual(sooner * (1 - 1e-12));
        expect(sooner).toBeLessThanOrEqual(bound * (1 + 1e-9));
      }),
    );
  });
});

describe('the probability to be alive', () => {
  test('is 1 without repeats and falls with silence', () => {
    expect(probabilityAlive(cdnow, { repeats: 0, recency: 0, age: 30 })).toBe(1);
    fc.assert(
      fc.property(models, histories, (model, history) => {
        const now = probabilityAlive(model, history);
        const later = probabilityAlive(model, { ...history, age: history.age + 5 });
        expect(now).toBeLessThan(1);
        expect(later).toBeLessThan(now);
      }),
    );
  });

  test('has the closed form of the authors', () => {
    const { r, alpha, a, b } = cdnow;
    const odds = (a / (b + 2 - 1)) * ((alpha + 38.86) / (alpha + 30.43)) ** (r + 2);
    expect(probabilityAlive(cdnow, { repeats: 2, recency: 30.43, age: 38.86 })).toBeCloseTo(
      1 / (1 + odds),
      12,
    );
  });

  test('falls faster for a frequent customer who fell silent', () => {
    const rare = probabilityAlive(cdnow, { repeats: 2, recency: 20, age: 39 });
    const frequent = probabilityAlive(cdnow, { repeats: 20, recency: 20, age: 39 });
    expect(frequent).toBeLessThan(rare);
  });
});

test('no purchase is certain in no time and, for those gone, for ever', () => {
  const history = { repeats: 4, recency: 10, age: 40 };
  expect(probabilityOfNoPurchase(cdnow, history, 0)).toBe(1);
  expect(probabilityOfNoPurchase(cdnow, history, 1e9)).toBeCloseTo(1 - probabilityAlive(cdnow, history), 2);
});

test('the likelihood equals the product of gamma functions of the paper', () => {
  const { r, alpha, a, b } = cdnow;
  const [x, recency, age] = [5, 12.3, 38.86];
  const counts = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
  const beta = (one: number, other: number): number =>
    logGamma(one) + logGamma(other) - logGamma(one + other);
  const alive = beta(a, b + x) - beta(a, b) - (r + x) * Math.log(alpha + age);
  const gone = beta(a + 1, b + x - 1) - beta(a, b) - (r + x) * Math.log(alpha + recency);
  const expected = counts + Math.log(Math.exp(alive) + Math.exp(gone));
  const counted = countHistories([{ repeats: x, recency, age }]);
  expect(bgNbdLogLikelihood(cdnow, counted)).toBeCloseTo(expected, 10);
});

test('the likelihood of a very long history is finite', () => {
  const counted = countHistories([{ repeats: 20_000, recency: 900, age: 1000 }]);
  expect(Number.isFinite(bgNbdLogLikelihood(cdnow, counted))).toBe(true);
});

test.each([
  [{ repeats: 1, recency: -1, age: 5 }, 'recency must be a finite number of at least 0, got -1'],
  [{ repeats: 1, recency: 6, age: 5 }, 'recency must be no longer than age (5), got 6'],
  [{ repeats: 0, recency: 2, age: 5 }, 'recency must be 0 without repeat purchases, got 2'],
  [{ repeats: 2, recency: 0, age: 5 }, 'recency must be above 0 with repeat purchases, got 0'],
  [{ repeats: 1.5, recency: 2, age: 5 }, 'repeats must be a whole number of at least 0, got 1.5'],
  [{ repeats: 1, recency: 2, age: NaN }, 'age must be a finite number of at least 0, got NaN'],
])('refuses the impossible history %j', (history, message) => {
  expect(() => probabilityAlive(cdnow, history)).toThrow(message);
  expect(() => expectedPurchases(cdnow, history, 1)).toThrow(message);
});

test('refuses a parameter of 0 and a negative time', () => {
  const history = { repeats: 1, recency: 2, age: 5 };
  expect(() => probabilityAlive({ ...cdnow, alpha: 0 }, history)).toThrow(
    'alpha must be a finite number above 0, got 0',
  );
  expect(() => expectedPurchases(cdnow, history, -1)).toThrow(
    'time must be a finite number of at least 0, got -1',
  );
});
