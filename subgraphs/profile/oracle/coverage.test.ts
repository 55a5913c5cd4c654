import { expect, test } from 'vitest';
import { countSituations, situations } from './coverage.ts';
import { generateHistory } from './generator.ts';
import { play } from './played.ts';

test('generated histories meet every rule, refusal and kind of record', () => {
  const histories = 600;
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= histories; seed += 1) {
    const history = generateHistory(seed);
    countSituations(history, play(history), counts);
  }
  const rare = situations
    .map((situation) => [situation, counts.get(situation) ?? 0] as const)
    .filter(([, count]) => count < 3);
  expect(rare).toEqual([]);
});
