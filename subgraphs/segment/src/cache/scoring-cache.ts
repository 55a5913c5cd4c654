import {
  createCacheAside,
  createCacheCounters,
  createInvalidator,
  createInvalidatorCounters,
  type Cache,
  type CacheAside,
  type Invalidator,
} from '@customer360/redis';
import type { Database } from '@customer360/postgres';
import type { Registry } from '@customer360/service';
import { findProfileScorings } from '../scoring/find-profile-scorings.ts';
import { profileScoring, type ProfileScoring } from '../scoring/profile-scoring.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { profileTag, RULES_TAG } from './tags.ts';

/** The space of the cache whose changes the segment consumer knows. */
const SPACE = 'segment';
const HOUR = 3_600_000;
const MINUTE = 60_000;
export const LEASE_MS = 5_000;

/** Scorings of profiles through the cache, read from the store when it has none or is away. */
export function createScoringCache(options: {
  readonly cache: Cache;
  readonly database: Database<SegmentDatabase>;
  readonly registry: Registry;
  /** 0 to 1. */
  readonly random: () => number;
}): CacheAside<ProfileScoring> {
  const { cache, database, registry, random } = options;
  return createCacheAside<ProfileScoring>({
    cache,
    name: SPACE,
    kind: 'persona',
    version: 2,
    ttlMs: HOUR,
    jitter: 0.1,
    missingTtlMs: MINUTE,
    load: (tenantId, profileIds) =>
      database.inTenant(tenantId, (trx) => findProfileScorings(trx, tenantId, profileIds)),
    tagsOf: (profileId) => [profileTag(profileId), RULES_TAG],
    decode: (json) => profileScoring.parse(json),
    counters: createCacheCounters(registry, 'persona'),
    random,
  });
}

/** What the consumer and scoring runs of this process hold tags with; one per process start. */
export function createScoringInvalidator(options: {
  readonly cache: Cache;
  readonly registry: Registry;
  /** An id that never was before. */
  readonly holder: string;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** A positive integer below 2^47 that never was before. */
  readonly newEpoch: () => number;
}): Invalidator {
  const { registry, ...given } = options;
  return createInvalidator({
    ...given,
    name: SPACE,
    leaseMs: LEASE_MS,
    commandMs: 250,
    whenCutOff: 'outwait',
    counters: createInvalidatorCounters(registry, SPACE),
  });
}
