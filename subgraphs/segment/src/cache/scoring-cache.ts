import type { Database } from '@customer360/postgres';
import type { CacheAside, CachedSpace } from '@customer360/redis';
import { findProfileScorings } from '../scoring/find-profile-scorings.ts';
import { profileScoring, type ProfileScoring } from '../scoring/profile-scoring.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { profileTag, RULES_TAG } from './tags.ts';

/** The space of the cache whose changes the segment consumer and scoring runs hold back. */
export const SEGMENT_SPACE = 'segment';
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Scorings of profiles through the cache, read from the store when it has none or is away. */
export function createScoringCache(
  space: Pick<CachedSpace, 'reads'>,
  database: Database<SegmentDatabase>,
): CacheAside<ProfileScoring> {
  return space.reads<ProfileScoring>({
    kind: 'persona',
    version: 2,
    ttlMs: HOUR,
    missingTtlMs: MINUTE,
    load: (tenantId, profileIds) =>
      database.inTenant(tenantId, (trx) => findProfileScorings(trx, tenantId, profileIds)),
    tagsOf: (profileId) => [profileTag(profileId), RULES_TAG],
    decode: (json) => profileScoring.parse(json),
  });
}
