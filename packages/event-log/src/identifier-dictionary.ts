import { type AnyTransaction, arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { IdentifierValue } from './event-log.ts';
import { readKeyedIds } from './keyed-ids.ts';

/** Ids of normalised values, in order; null for a value that no entry has brought. */
export async function findIdentifierIds(
  trx: AnyTransaction,
  tenantId: string,
  values: readonly IdentifierValue[],
): Promise<(string | null)[]> {
  if (values.length === 0) return [];
  const ids = await readKeyedIds(trx, tenantId);
  const hashes = values.map(({ type, value }) => ids.valueHash(type, value));
  return findIdentifierIdsByHash(trx, tenantId, hashes);
}

/** The same for `KeyedIds.valueHash` of values. */
export async function findIdentifierIdsByHash(
  trx: AnyTransaction,
  tenantId: string,
  hashes: readonly string[],
): Promise<(string | null)[]> {
  const { rows } = await sql<{ id: string | null }>`
    select (select d.id from event_log.identifier_value d
            where d.tenant_id = ${tenantId} and d.value_hash = v.hash) as id
    from unnest(${arrayParameter(trx, 'uuid', hashes)}) with ordinality v(hash, place)
    order by v.place`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Values by id; an id that is unknown or whose value was erased is missing. */
export async function findIdentifierValues(
  trx: AnyTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, IdentifierValue>> {
  if (ids.length === 0) return new Map();
  const tables: Transaction<EventLogDatabase> = trx;
  const rows = await tables
    .selectFrom('event_log.identifier_value')
    .select(['id', 'type', 'value'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`id = any(${arrayParameter(trx, 'uuid', ids)})`)
    .execute();
  return new Map(rows.flatMap(({ id, type, value }) => (value === null ? [] : [[id, { type, value }]])));
}
