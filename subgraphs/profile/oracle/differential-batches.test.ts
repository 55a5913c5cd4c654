import { expect, test } from 'vitest';
import { situations } from './coverage.ts';
import { compareHistories, histories } from './differential.ts';

test(
  `${String(histories)} histories in batches of 7 and 500, and replayed, leave what a fold of the whole log leaves`,
  { timeout: 60_000 + histories * 1_000 },
  async () => {
    const runs = (seed: number) => [
      { batchSize: 7, memory: seed % 2 === 0 },
      { batchSize: 500, memory: seed % 2 === 1 },
    ];
    const counts = await compareHistories({ runs, replay: true });
    const enough = Math.floor(histories / 400);
    const rare = situations.filter((situation) => (counts.get(situation) ?? 0) < enough);
    expect(rare).toEqual([]);
  },
);
