import { findIdentifierIdsByHash } from '@customer360/event-log';
import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { FoundIdentifier } from './found-identifier.ts';

/**
 * By keyed hash of their values: identifiers with the profile that each answers with, which is what is left of a closed
 * value, else the profile that holds it. Values that no entry has brought are left out.
 */
export async function findIdentifiersByHash(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  hashes: readonly string[],
): Promise<Map<string, FoundIdentifier>> {
  const ids = await findIdentifierIdsByHash(trx, tenantId, hashes);
  const known = ids.filter((id) => id !== null);
  const profiles = await findProfileIdsOfIdentifiers(trx, tenantId, known);
  return new Map(
    hashes.flatMap((hash, place) => {
      const id = ids[place] ?? null;
      return id === null ? [] : [[hash, { identifierId: id, profileId: profiles.get(id) ?? null }] as const];
    }),
  );
}

/** The profile ids that identifiers answer with, by identifier. Identifiers that no consumed event carried are left out. */
export async function findProfileIdsOfIdentifiers(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<Map<string, string>> {
  if (identifierIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; profileId: string }>`
    select id, case when closed_from is null then profile_id else remainder_profile_id end as "profileId"
    from profile.identifier
    where tenant_id = ${tenantId} and id = any(${arrayParameter(trx, 'uuid', identifierIds)})`.execute(trx);
  return new Map(rows.map(({ id, profileId }) => [id, profileId]));
}
