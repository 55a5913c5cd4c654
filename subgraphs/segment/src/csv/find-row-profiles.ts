import { findIdentifierIds } from '@customer360/event-log';
import { arrayParameter, type AnyTransaction } from '@customer360/postgres';
import { normaliseIdentifier } from '@customer360/tracking';
import { sql, type Transaction } from 'kysely';
import { isUuid } from '../input/checks.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { MemberRow } from './member-rows.ts';

/** The profile that each row means, in order; null for rows that mean nobody. */
export async function findRowProfiles(
  trx: AnyTransaction,
  tenantId: string,
  { column, rows }: { readonly column: string; readonly rows: readonly MemberRow[] },
): Promise<readonly (string | null)[]> {
  if (column === 'profile_id') return findPresent(trx, tenantId, rows);
  const values = rows.map(({ value }) => normaliseIdentifier(column, value));
  const known = values.flatMap((value) => (value === null ? [] : [{ type: column, value }]));
  const ids = await findIdentifierIds(trx, tenantId, known);
  const idOf = new Map(known.map(({ value }, index) => [value, ids[index] ?? null]));
  const owners = await findOwners(
    trx,
    tenantId,
    ids.filter((id) => id !== null),
  );
  return values.map((value) => owners.get(idOf.get(value ?? '') ?? '') ?? null);
}

async function findPresent(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  rows: readonly MemberRow[],
): Promise<readonly (string | null)[]> {
  const ids = rows.map(({ value }) => value.toLowerCase());
  const found = await trx
    .selectFrom('segment.profile')
    .select('profile_id as profileId')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', ids.filter(isUuid))})`)
    .execute();
  const present = new Set(found.map(({ profileId }) => profileId));
  return ids.map((id) => (present.has(id) ? id : null));
}

async function findOwners(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await trx
    .selectFrom('segment.identifier')
    .select(['identifier_id as identifierId', 'profile_id as profileId'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})`)
    .execute();
  return new Map(rows.map(({ identifierId, profileId }) => [identifierId, profileId]));
}
