import { expect, test } from 'vitest';
import { measureFunnel, medianOf } from './measure.ts';

test('levels count who came, who left and how long it took', () => {
  const funnel = measureFunnel([[0, 10], [5, 25], [7]], ['A', 'B']);
  expect(funnel).toEqual({
    levels: [
      {
        level: 1,
        step: 'A',
        profiles: 3,
        dropOff: 1,
        shareOfPrevious: null,
        shareOfFirst: 1,
        medianMs: null,
        meanMs: null,
      },
      {
        level: 2,
        step: 'B',
        profiles: 2,
        dropOff: 0,
        shareOfPrevious: 2 / 3,
        shareOfFirst: 2 / 3,
        medianMs: 15,
        meanMs: 15,
      },
    ],
    converted: 2,
    medianMs: 15,
    meanMs: 15,
  });
});

test('shares over nobody are null', () => {
  const { levels, converted, medianMs } = measureFunnel([], ['A', 'B']);
  expect(
    levels.map(({ profiles, shareOfPrevious, shareOfFirst }) => [profiles, shareOfPrevious, shareOfFirst]),
  ).toEqual([
    [0, null, null],
    [0, null, null],
  ]);
  expect([converted, medianMs]).toEqual([0, null]);
});

test('the median of an even count is the mean of the middle two', () => {
  expect([medianOf([9, 1, 2, 4]), medianOf([3, 1, 2]), medianOf([])]).toEqual([3, 2, null]);
});
