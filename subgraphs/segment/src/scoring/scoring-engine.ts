import { listTenants, type EventLog } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { createCachedSpace, type Cache, type CacheAside, type HoldTags } from '@customer360/redis';
import type { Logger, Registry } from '@customer360/service';
import { createScoringCache, SEGMENT_SPACE } from '../cache/scoring-cache.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { fitInWorker } from './fit-in-worker.ts';
import type { ProfileScoring } from './profile-scoring.ts';
import { startTenantWorker, type TenantWorker } from '../workers/tenant-worker.ts';
import { scoringWork } from './scoring-work.ts';

/** Scores of profiles: read through the cache, made by runs, and never older in the cache than in the store. */
export interface ScoringEngine {
  readonly scorings: CacheAside<ProfileScoring>;
  /** For every transaction that changes scores or archetypes. */
  readonly holdTags: HoldTags;
  start(): Promise<void>;
  /** To be called when no transaction holds tags any more. Resolves when the step under way is done. */
  stop(): Promise<void>;
}

export function createScoringEngine(options: {
  readonly database: AnyDatabase;
  readonly log: EventLog;
  /** Null: all reads go to the store, because other processes work beside this one. */
  readonly cache: Cache | null;
  readonly registry: Registry;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): ScoringEngine {
  const { log, cache, registry, logger, clock } = options;
  const database = options.database.as<SegmentDatabase>();
  const space = createCachedSpace({
    cache,
    database,
    name: SEGMENT_SPACE,
    registry,
    listTenants: () => listTenants(database),
    onError: (error) => logger.warn({ err: error }, 'leases of the cache could not be renewed'),
  });
  const { holdTags } = space;
  let worker: TenantWorker | null = null;
  return {
    scorings: createScoringCache(space, database),
    holdTags,
    async start() {
      if (worker !== null) return;
      await space.start();
      const work = scoringWork({ database, holdTags, fit: fitInWorker, clock, logger });
      worker = startTenantWorker({ work, log, logger });
    },
    async stop() {
      await worker?.stop();
      worker = null;
      await space.stop();
    },
  };
}
