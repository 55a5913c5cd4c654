import { expect, test } from 'vitest';
import { situations } from './coverage.ts';
import { compareHistories } from './differential.ts';
import { readEnv } from './env.ts';

const env = readEnv(process.env);
const { histories } = env;

test(
  `${String(histories)} histories (the second, fourth, ...) leave what a fold of the whole log leaves, however they are batched`,
  { timeout: 120_000 + histories * 1_000 },
  async () => {
    const counts = await compareHistories(env, 1);
    const enough = Math.floor(histories / 1_000);
    expect(situations.filter((situation) => (counts.get(situation) ?? 0) < enough)).toEqual([]);
  },
);
