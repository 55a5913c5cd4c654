import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBreaker } from './breaker.ts';
import { reconnectPause } from './redis-client.ts';

test('pauses between attempts double up to the longest, and half of each is random', () => {
  expect([1, 2, 3, 9].map((attempt) => reconnectPause(attempt, 1000, () => 1))).toEqual([50, 100, 200, 1000]);
  expect([1, 2, 3, 9].map((attempt) => reconnectPause(attempt, 1000, () => 0))).toEqual([25, 50, 100, 500]);
});

test('a pause is never zero and never over the longest', () => {
  const attempts = fc.check(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, random) => {
        const pause = reconnectPause(attempt, 2000, () => random);
        return pause >= 25 && pause <= 2000;
      },
    ),
  );
  expect(attempts.failed).toBe(false);
});

test('the breaker opens after time-outs in a row, for its pause', () => {
  let now = 0;
  const breaker = createBreaker(() => now, 2, 1000);
  breaker.timedOut();
  breaker.succeeded();
  breaker.timedOut();
  expect(breaker.isOpen()).toBe(false);
  breaker.timedOut();
  expect(breaker.isOpen()).toBe(true);
  now = 1000;
  expect(breaker.isOpen()).toBe(false);
  // The first time-out after the pause opens it again; an answer closes it for good.
  breaker.timedOut();
  expect(breaker.isOpen()).toBe(true);
  now = 2000;
  breaker.succeeded();
  breaker.timedOut();
  expect(breaker.isOpen()).toBe(false);
});
