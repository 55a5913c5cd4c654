import { findIdentifierIdsByHash } from '@customer360/event-log';
import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readingLog } from '../store/reading-log.ts';
import type { SegmentDatabase } from '../store/tables.ts';

type Trx = Transaction<SegmentDatabase>;

/** An identifier of a person, and what named the person. */
interface NamedIdentifier {
  readonly namedBy: string;
  readonly identifierId: string;
  readonly profileId: string;
}

/** All identifiers of profiles; unknown profiles have none. */
export async function findOwnIdentifiers(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<readonly NamedIdentifier[]> {
  if (profileIds.length === 0) return [];
  return trx
    .selectFrom('segment.identifier')
    .select(['profile_id as namedBy', 'identifier_id as identifierId', 'profile_id as profileId'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .orderBy('identifier_id')
    .execute();
}

/** The identifiers whose values have these hashes, of those that belong to somebody. */
export async function findValueIdentifiers(
  { trx, tenantId, logTenantId }: Pick<TenantEvaluation, 'trx' | 'tenantId' | 'logTenantId'>,
  valueHashes: readonly string[],
): Promise<readonly NamedIdentifier[]> {
  if (valueHashes.length === 0) return [];
  const ids = await readingLog(trx, { tenantId, logTenantId }, () =>
    findIdentifierIdsByHash(trx, logTenantId, valueHashes),
  );
  const owners = await trx
    .selectFrom('segment.identifier')
    .select(['identifier_id as identifierId', 'profile_id as profileId'])
    .where('tenant_id', '=', tenantId)
    .where(
      sql<boolean>`identifier_id = any(${arrayParameter(
        trx,
        'uuid',
        ids.filter((id) => id !== null),
      )})`,
    )
    .execute();
  const ownerOf = new Map(owners.map(({ identifierId, profileId }) => [identifierId, profileId]));
  return valueHashes.flatMap((namedBy, place) => {
    const identifierId = ids[place] ?? '';
    const profileId = ownerOf.get(identifierId);
    return profileId === undefined ? [] : [{ namedBy, identifierId, profileId }];
  });
}

/** Those of the profiles that are on a list. */
export async function findListed(
  trx: Trx,
  tenantId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('segment.list_entry as l')
    .innerJoin('segment.identifier as i', (join) =>
      join.onRef('i.tenant_id', '=', 'l.tenant_id').onRef('i.identifier_id', '=', 'l.identifier_id'),
    )
    .select('i.profile_id as profileId')
    .distinct()
    .where('l.tenant_id', '=', tenantId)
    .where('l.list_id', '=', listId)
    .where(sql<boolean>`i.profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
  return new Set(rows.map(({ profileId }) => profileId));
}
