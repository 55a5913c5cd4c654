import { migrate, openDatabase, type Database } from '@customer360/postgres';
import { openRedisCache } from '@customer360/redis';
import { createScoringCache, createScoringInvalidator, segmentMigrations } from '@customer360/segment';
import { createMetrics } from '@customer360/service';
import { eventLogMigrations } from '@customer360/event-log';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { percentile, type Bench, type BenchOptions } from '../bench.ts';
import { seedScores } from './seed-scores.ts';

type SegmentTables =
  Parameters<typeof createScoringCache>[0]['database'] extends Database<infer Tables> ? Tables : never;

const PROFILES = 2_000;
const READS = 20_000;
const TENANT = 'bench';

export const personasBench: Bench = {
  name: 'personas',
  about: 'reading the persona of one profile from the Redis that REDIS_URL names',
  targets: { personaReadP99Ms: { max: 2 }, readsFromStore: { max: 0 } },
  run: runPersonasBench,
};

async function runPersonasBench({ print, scale }: BenchOptions): Promise<Readonly<Record<string, number>>> {
  const url = process.env['REDIS_URL'];
  if (url === undefined) throw new Error('REDIS_URL must name a Redis server');
  const database = await openDatabase<object>({ kind: 'pglite', dataDir: null });
  await migrate(database, { ...eventLogMigrations, ...segmentMigrations });
  const profiles = await seedScores(database, TENANT, PROFILES);
  const cache = openRedisCache({ url, prefix: `bench-${randomUUID()}` });
  const registry = createMetrics('bench');
  let loads = 0;
  const store = database.as<SegmentTables>();
  const counted: typeof store = {
    ...store,
    inTenant: (tenantId, work) => {
      loads += 1;
      return store.inTenant(tenantId, work);
    },
  };
  const scorings = createScoringCache({ cache, database: counted, registry, random: Math.random });
  const invalidator = createScoringInvalidator({
    cache,
    registry,
    holder: randomUUID(),
    clock: () => performance.now(),
    wait: (ms) => setTimeout(ms),
    newEpoch: () => randomInt(1, 2 ** 47),
  });
  const renewing = setInterval(() => void invalidator.renew([TENANT]), 1_000);
  try {
    await fill();
    const before = loads;
    const took: number[] = [];
    for (let read = 0; read < READS * scale; read += 1) {
      const id = profiles[randomInt(profiles.length)] ?? '';
      const start = performance.now();
      const found = await scorings.getMany(TENANT, [id]);
      took.push(performance.now() - start);
      if (found.get(id)?.persona?.archetype.code !== 'frequent') throw new Error('a read found no persona');
    }
    print(`${took.length} reads of one of ${PROFILES} personas, ${loads - before} of them from PostgreSQL`);
    return { personaReadP99Ms: percentile(took, 0.99), readsFromStore: loads - before };
  } finally {
    clearInterval(renewing);
    await cache.close();
    await database.close();
  }

  /** Reads all until all are there: the connection may take a moment. */
  async function fill(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await invalidator.renew([TENANT]);
      await scorings.getMany(TENANT, profiles);
      const before = loads;
      await scorings.getMany(TENANT, profiles);
      if (loads === before) return;
      await setTimeout(100);
    }
    throw new Error('the cache takes no entries');
  }
}
