import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { listTenants, type EventLog } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import type { Cache, CacheAside } from '@customer360/redis';
import type { Logger, Registry } from '@customer360/service';
import { createHoldTags, type HoldTags } from '../cache/hold-tags.ts';
import { keepLeases, type LeaseKeeper } from '../cache/keep-leases.ts';
import { createScoringCache, createScoringInvalidator } from '../cache/scoring-cache.ts';
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
  /** Resolves when the step under way is done. */
  stop(): Promise<void>;
}

export function createScoringEngine(options: {
  readonly database: AnyDatabase;
  readonly log: EventLog;
  readonly cache: Cache;
  readonly registry: Registry;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): ScoringEngine {
  const { log, cache, registry, logger, clock } = options;
  const database = options.database.as<SegmentDatabase>();
  const invalidator = createScoringInvalidator({
    cache,
    registry,
    holder: randomUUID(),
    clock: () => performance.now(),
    wait: (ms) => wait(ms),
    newEpoch: () => randomInt(1, 2 ** 47),
  });
  const holdTags = createHoldTags(invalidator);
  let running: readonly (LeaseKeeper | TenantWorker)[] = [];
  return {
    scorings: createScoringCache({ cache, database, registry, random: Math.random }),
    holdTags,
    async start() {
      if (running.length > 0) return;
      const leases = await keepLeases({
        invalidator,
        listTenants: () => listTenants(options.database),
        onError: (error) => logger.warn({ err: error }, 'leases of the cache could not be renewed'),
      });
      const work = scoringWork({ database, holdTags, fit: fitInWorker, clock, logger });
      running = [leases, startTenantWorker({ work, log, logger })];
    },
    async stop() {
      await Promise.all(running.map((one) => one.stop()));
      running = [];
    },
  };
}
