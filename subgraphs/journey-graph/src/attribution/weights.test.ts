import { expect, test } from 'vitest';
import type { KeyedTouch } from './paths.ts';
import { weighBy } from './weights.ts';

const DAY = 86_400_000;

const touches = (...keys: readonly string[]): readonly KeyedTouch[] =>
  keys.map((key, place) => ({ at: place * DAY, position: place, key, isDirect: key === 'direct' }));

test.each([
  ['FIRST_TOUCH', [1, 0, 0]],
  ['LAST_TOUCH', [0, 0, 1]],
  ['LAST_NON_DIRECT', [0, 1, 0]],
  ['LINEAR', [1 / 3, 1 / 3, 1 / 3]],
  ['POSITION_BASED', [0.4, 0.2, 0.4]],
  ['TIME_DECAY', [1 / 7, 2 / 7, 4 / 7]],
  ['SHAPLEY', [1 / 3, 1 / 3, 1 / 3]],
] as const)('%s over three touches', (model, expected) => {
  const weights = weighBy(model, DAY)(touches('x', 'y', 'direct'));
  for (const [place, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[place] ?? -1, 12);
});

test('SHAPLEY gives nothing for a repeat of a key', () => {
  expect(weighBy('SHAPLEY', DAY)(touches('x', 'y', 'x'))).toEqual([0.5, 0.5, 0]);
});

test('TIME_DECAY of a touch that is many half-lives old does not end in 0/0', () => {
  const far = [
    { at: 0, position: 0, key: 'x', isDirect: false },
    { at: 400 * DAY, position: 1, key: 'y', isDirect: false },
  ];
  expect(weighBy('TIME_DECAY', 1_000)(far)).toEqual([0, 1]);
});
