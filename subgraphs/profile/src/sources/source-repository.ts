import type { Transaction } from 'kysely';
import type { Source } from './source.ts';
import type { IngestionTables } from './source-tables.ts';

type Trx = Transaction<IngestionTables>;

/** Sources by id, at most `limit`, after an id. */
export async function listSources(
  trx: Trx,
  tenantId: string,
  page: { readonly afterId: string | null; readonly limit: number },
): Promise<Source[]> {
  let query = selectSources(trx, tenantId).orderBy('id').limit(page.limit);
  if (page.afterId !== null) query = query.where('id', '>', page.afterId);
  return (await query.execute()).map(toSource);
}

/** By id; ids of no source are missing. */
export async function findSourcesByIds(
  trx: Trx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Source>> {
  const rows = await selectSources(trx, tenantId).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, toSource(row)]));
}

/** False when the tenant has a source of this id already. */
export async function insertSource(trx: Trx, tenantId: string, source: Source): Promise<boolean> {
  const result = await trx
    .insertInto('ingestion.source')
    .values({ tenant_id: tenantId, id: source.id, name: source.name, created_at: new Date(source.createdAt) })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

function selectSources(trx: Trx, tenantId: string) {
  return trx
    .selectFrom('ingestion.source')
    .select(['id', 'name', 'created_at as createdAt'])
    .where('tenant_id', '=', tenantId);
}

function toSource(row: { id: string; name: string; createdAt: Date }): Source {
  return { ...row, createdAt: row.createdAt.getTime() };
}
