import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { segmentProjectionMigrations } from '../src/projection/migrations.ts';
import type { SegmentProjection } from '../src/projection/tables.ts';
import { streamDifference } from './compare.ts';
import { faults } from './faults.ts';
import { faultyOracle, type Oracle } from './faulty-oracle.ts';
import { generateScenario } from './generate-scenario.ts';
import { play } from './play.ts';
import { sqlDifference } from './run-sql.ts';

const folder = mkdtempSync(join(tmpdir(), 'segment-faults-'));
let database: TestDatabase<SegmentProjection>;

beforeAll(async () => {
  database = await openTestDatabase<SegmentProjection>(segmentProjectionMigrations);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const awake = { restartEvery: null, isAwake: true };

/** Seeds to look through: the given one finds it unless the generator was changed. */
const most = 400;

function seedThatShows({ timeline }: Oracle, first: number, count: number): number | null {
  for (let seed = first; seed < first + count; seed += 1) {
    if (streamDifference(generateScenario(seed), timeline, [awake]) !== null) return seed;
  }
  return null;
}

test('a copy of the oracle without a fault agrees with the stream', async () => {
  expect(seedThatShows(await faultyOracle(folder, null), 1, 20)).toBeNull();
});

test.each(faults.map((fault) => [fault[0], fault] as const))(
  'the misreading "%s" differs from the stream',
  { timeout: 60_000 },
  async (_name, fault) => {
    expect(seedThatShows(await faultyOracle(folder, fault), fault[1], most)).not.toBeNull();
  },
);

/** Seeds whose histories show a misreading at the moments at which SQL is asked. */
const seenBySql: readonly (readonly [string, number])[] = [
  ['a window holds its first moment', 50],
  ['differs from what is missing', 2],
  ['differs from another type', 8],
  ['texts ignore case', 292],
  ['equal times are a sequence', 10],
  ['one period more', 11],
  ['an empty aggregate is 0', 22],
  ['the first value is no change', 11],
  ['the last value of any type', 451],
  ['weeks begin on Sunday', 66],
  ['days of UTC', 33],
  ['rules that ask for what is missing hold in quarantine', 1],
];

test.each(seenBySql)('the misreading "%s" differs from SQL', { timeout: 60_000 }, async (name, first) => {
  const fault = faults.find(([one]) => one === name) ?? null;
  const { membersAt } = await faultyOracle(folder, fault);
  let found: string | null = null;
  for (let seed = first; found === null && seed < first + 60; seed += 1) {
    const entries = play(generateScenario(seed));
    found = await sqlDifference(database, `${name} ${seed}`, entries, { every: 9, expect: membersAt });
  }
  expect(found).not.toBeNull();
});
