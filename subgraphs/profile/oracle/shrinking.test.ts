import { expect, test } from 'vitest';
import { generateHistory } from './generator.ts';
import { shrink } from './shrinking.ts';
import { event, unmerge } from './steps.ts';

test('shrinking finds the two lines that matter', async () => {
  const history = [...generateHistory(1), event('user_id:u email:e'), ...generateHistory(2), unmerge(7)];
  const smallest = await shrink(history, (candidate) => {
    const hasEvent = candidate.some(
      (step) => step.step === 'event' && step.identifiers.some(({ value }) => value === 'e'),
    );
    return Promise.resolve(hasEvent && candidate.some((step) => step.step === 'unmerge' && step.back === 7));
  });
  expect(smallest).toMatchObject([
    { step: 'event', identifiers: [{ value: 'e' }] },
    { step: 'unmerge', back: 7 },
  ]);
});

test('the same seed gives the same history', () => {
  expect(generateHistory(42)).toEqual(generateHistory(42));
  expect(generateHistory(42)).not.toEqual(generateHistory(43));
});
