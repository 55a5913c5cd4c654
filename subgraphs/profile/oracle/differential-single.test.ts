import { expect, test } from 'vitest';
import { compareHistories, histories } from './differential.ts';

test(
  `${String(histories)} histories, entry by entry, leave what a fold of the whole log leaves`,
  { timeout: 60_000 + histories * 1_000 },
  async () => {
    const runs = (seed: number) => [{ batchSize: 1, memory: seed % 4 !== 0 }];
    const counts = await compareHistories({ runs, replay: false });
    expect(counts.size).toBeGreaterThan(0);
  },
);
