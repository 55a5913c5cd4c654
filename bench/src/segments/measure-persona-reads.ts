import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Database } from '@customer360/postgres';
import { createCachedSpace } from '@customer360/redis';
import { createScoringCache, SEGMENT_SPACE } from '@customer360/segment';
import { createMetrics } from '@customer360/service';
import { newTenant } from './bench-tenants.ts';
import type { OpenSegments } from './open-segments.ts';
import { seedScores } from './seed-scores.ts';

type SegmentTables = Parameters<typeof createScoringCache>[1] extends Database<infer Tables> ? Tables : never;

const PROFILES = 2_000;

/** Milliseconds that each read of one profile's persona took, all cached in Redis before, and how many asked PostgreSQL. */
export async function measurePersonaReads({
  database,
  cache,
  reads,
}: Pick<OpenSegments, 'database' | 'cache'> & { readonly reads: number }) {
  const tenantId = await newTenant(database, 'personas');
  const profiles = await seedScores(database, tenantId, PROFILES);
  let readsFromStore = 0;
  const store = database.as<SegmentTables>();
  const counted: typeof store = {
    ...store,
    inTenant: (tenant, work) => {
      readsFromStore += 1;
      return store.inTenant(tenant, work);
    },
  };
  const space = createCachedSpace({
    cache,
    database,
    name: SEGMENT_SPACE,
    registry: createMetrics('bench'),
    listTenants: async () => [tenantId],
    onError: () => undefined,
  });
  const scorings = createScoringCache(space, counted);
  await space.start();
  try {
    await fill();
    readsFromStore = 0;
    const took: number[] = [];
    for (let read = 0; read < reads; read += 1) {
      const id = profiles[randomInt(profiles.length)] ?? '';
      const start = performance.now();
      const found = await scorings.getMany(tenantId, [id]);
      took.push(performance.now() - start);
      if (found.get(id)?.persona?.archetype.code !== 'frequent') throw new Error('a read found no persona');
    }
    return { took, readsFromStore };
  } finally {
    await space.stop();
  }

  /** Reads all until all are there: the connection may take a moment. */
  async function fill(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await scorings.getMany(tenantId, profiles);
      const before = readsFromStore;
      await scorings.getMany(tenantId, profiles);
      if (readsFromStore === before) return;
      await setTimeout(100);
    }
    throw new Error('the cache takes no entries');
  }
}
