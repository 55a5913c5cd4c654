import { expect, test } from 'vitest';
import { compareScenarios } from './differential.ts';
import { readEnv } from './env.ts';

const env = readEnv(process.env);

test(
  `${env.rules} generated rules have the same members by SQL, by the stream and by the oracle`,
  { timeout: 60_000 + env.rules * 500 },
  async () => {
    expect(await compareScenarios(env)).toBeGreaterThanOrEqual(env.rules);
  },
);
