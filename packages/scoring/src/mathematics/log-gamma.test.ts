import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logGamma } from './log-gamma.ts';

test('is the logarithm of the factorial at whole numbers', () => {
  let factorial = 0;
  for (let n = 1; n <= 170; n += 1) {
    expect(logGamma(n)).toBeCloseTo(factorial, 10);
    factorial += Math.log(n);
  }
});

test('has the closed forms at a half and at one and a half', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
  expect(logGamma(1.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI) / 2), 14);
});

test('obeys the recurrence over twelve orders of magnitude', () => {
  fc.assert(
    fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (exponent) => {
      const x = 10 ** exponent;
      const expected = logGamma(x) + Math.log(x);
      expect(Math.abs(logGamma(x + 1) - expected)).toBeLessThanOrEqual(
        1e-13 * Math.max(1, Math.abs(expected)),
      );
    }),
  );
});

test('obeys the duplication formula, which the recurrence does not imply', () => {
  for (const x of [0.01, 0.3, 2.7, 14.2, 900]) {
    const doubled = logGamma(x) + logGamma(x + 0.5) + (2 * x - 1) * Math.LN2 - Math.log(Math.PI) / 2;
    expect(logGamma(2 * x)).toBeCloseTo(doubled, 9);
  }
});
