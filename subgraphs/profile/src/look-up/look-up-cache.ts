import { loadKeyedIds, type IdentifierValue } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { CachedSpace } from '@customer360/redis';
import type { ProfileDatabase } from '../database.ts';
import { findIdentifiersByHash } from './find-identifiers.ts';
import { foundIdentifier, type FoundIdentifier } from './found-identifier.ts';
import { identifierTag, UNKNOWN_TAG, valueTag } from './tags.ts';

/** The space of the cache whose changes the profile consumer holds back. */
export const PROFILE_SPACE = 'profile';
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The id of the profile that a normalised identifier answers with; null when it is unknown. */
export type LookUpProfileId = (tenantId: string, identifier: IdentifierValue) => Promise<string | null>;

/** Looks identifiers up through the cache, and in the tables when it has none or is away. The cache sees hashes and ids only. */
export function createLookUp(
  space: Pick<CachedSpace, 'reads'>,
  database: Database<ProfileDatabase>,
): LookUpProfileId {
  const identifiers = space.reads<FoundIdentifier>({
    kind: 'identifier',
    version: 1,
    ttlMs: HOUR,
    missingTtlMs: MINUTE,
    load: (tenantId, hashes) =>
      database.inTenant(tenantId, (trx) => findIdentifiersByHash(trx, tenantId, hashes)),
    tagsOf: (hash, found) =>
      found === null ? [valueTag(hash), UNKNOWN_TAG] : [identifierTag(found.identifierId)],
    decode: (json) => foundIdentifier.parse(json),
  });
  return async (tenantId, { type, value }) => {
    const hash = (await loadKeyedIds(database, tenantId)).valueHash(type, value);
    return (await identifiers.getMany(tenantId, [hash])).get(hash)?.profileId ?? null;
  };
}
