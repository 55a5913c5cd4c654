import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { segmentProjectionMigrations } from '../src/projection/migrations.ts';
import type { SegmentProjection } from '../src/projection/tables.ts';
import { difference } from './compare.ts';
import type { OracleEnv } from './env.ts';
import { generateScenario } from './generate-scenario.ts';
import { shrink } from './shrink.ts';
import type { Scenario } from './steps.ts';

/** Rows of former scenarios make every statement slower: a new database is cheaper. */
const scenariosPerDatabase = 150;

/** Shrinking must leave time to report what was found. */
const shrinkMs = 60_000;

/** Compares generated scenarios, each a tenant of its own, until enough rules were seen. Gives how many there were. */
export async function compareScenarios({ rules, firstSeed }: OracleEnv): Promise<number> {
  let seen = 0;
  for (let seed = firstSeed; seen < rules;) {
    const database = await openTestDatabase<SegmentProjection>(segmentProjectionMigrations);
    try {
      for (let done = 0; done < scenariosPerDatabase && seen < rules; done += 1) {
        seen += await compareScenario(database, seed);
        seed += 1;
      }
    } finally {
      await database.close();
    }
  }
  return seen;
}

async function compareScenario(database: TestDatabase<SegmentProjection>, seed: number): Promise<number> {
  const scenario = generateScenario(seed);
  // A projection is the same however its entries were batched.
  const every = [4, 9, 40][seed % 3] ?? 9;
  let tries = 0;
  const differs = (one: Scenario) => {
    tries += 1;
    return difference(database, `tenant-${seed}-${tries}`, one, every).catch(
      (error: unknown) =>
        `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };
  const found = await differs(scenario);
  if (found === null) return scenario.steps.filter(({ kind }) => kind === 'activate').length;
  const deadline = performance.now() + shrinkMs;
  const smallest = await shrink(
    scenario,
    async (one) => performance.now() < deadline && (await differs(one)) !== null,
  );
  throw new Error(
    [
      `Stream, SQL and oracle disagree on seed ${seed} (SEGMENT_SEED). The smallest scenario:`,
      `start ${new Date(smallest.start).toISOString()}`,
      ...smallest.steps.map((step, index) => `${index + 1} ${JSON.stringify(step)}`),
      (await differs(smallest)) ?? found,
    ].join('\n'),
  );
}
