import type { Transaction } from 'kysely';
import type { WriteKey } from './source.ts';
import type { IngestionTables } from './source-tables.ts';

type Trx = Transaction<IngestionTables>;

/** The keys of each source that has any, oldest first. */
export async function findWriteKeysOfSources(
  trx: Trx,
  tenantId: string,
  sourceIds: readonly string[],
): Promise<Map<string, WriteKey[]>> {
  const rows = await selectKeys(trx, tenantId)
    .where('source_id', 'in', sourceIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows.map(toWriteKey), (key) => key.sourceId);
}

export async function findWriteKey(trx: Trx, tenantId: string, id: string): Promise<WriteKey | null> {
  const row = await selectKeys(trx, tenantId).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toWriteKey(row);
}

/** Does nothing when the key is there already, as when the log is replayed over it. */
export async function insertWriteKey(
  trx: Trx,
  tenantId: string,
  key: Omit<WriteKey, 'revokedAt'> & { readonly keyHash: string },
): Promise<void> {
  await trx
    .insertInto('ingestion.write_key')
    .values({
      tenant_id: tenantId,
      id: key.id,
      source_id: key.sourceId,
      key_hash: Buffer.from(key.keyHash, 'hex'),
      hint: key.hint,
      created_at: new Date(key.createdAt),
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .execute();
}

/** Keeps the time of the first revocation. Null when the tenant has no such key. */
export async function revokeWriteKey(
  trx: Trx,
  tenantId: string,
  revocation: { readonly id: string; readonly revokedAt: number },
): Promise<WriteKey | null> {
  await trx
    .updateTable('ingestion.write_key')
    .set({ revoked_at: new Date(revocation.revokedAt) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', revocation.id)
    .where('revoked_at', 'is', null)
    .execute();
  return findWriteKey(trx, tenantId, revocation.id);
}

function selectKeys(trx: Trx, tenantId: string) {
  return trx
    .selectFrom('ingestion.write_key')
    .select(['id', 'source_id as sourceId', 'hint', 'created_at as createdAt', 'revoked_at as revokedAt'])
    .where('tenant_id', '=', tenantId);
}

function toWriteKey(row: {
  id: string;
  sourceId: string;
  hint: string;
  createdAt: Date;
  revokedAt: Date | null;
}): WriteKey {
  return { ...row, createdAt: row.createdAt.getTime(), revokedAt: row.revokedAt?.getTime() ?? null };
}
