import type { Transaction } from 'kysely';
import type { Archetype } from './archetype.ts';
import type { ArchetypeTables } from './tables.ts';

type Trx = Transaction<ArchetypeTables>;

/** All of a tenant, by code. */
export async function findArchetypes(trx: Trx, tenantId: string): Promise<readonly Archetype[]> {
  const rows = await trx
    .selectFrom('segment.archetype')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('code')
    .execute();
  return rows.map((row) => ({
    id: row.archetype_id,
    code: row.code,
    name: row.name,
    summary: row.summary,
    // The table's check allows nothing else.
    status: row.status as Archetype['status'],
    version: row.version,
    // Only `saveArchetypes` writes the columns.
    centre: row.centre === null ? null : (JSON.parse(row.centre) as Archetype['centre']),
    rule: row.rule === null ? null : (JSON.parse(row.rule) as unknown),
    nextBestAction: row.next_best_action,
    proposedSize: row.proposed_size,
  }));
}

export async function saveArchetypes(
  trx: Trx,
  tenantId: string,
  archetypes: readonly Archetype[],
): Promise<void> {
  for (const one of archetypes) {
    const row = {
      archetype_id: one.id,
      name: one.name,
      summary: one.summary,
      status: one.status,
      version: one.version,
      centre: one.centre === null ? null : JSON.stringify(one.centre),
      rule: one.rule === null ? null : JSON.stringify(one.rule),
      next_best_action: one.nextBestAction,
      proposed_size: one.proposedSize,
    };
    await trx
      .insertInto('segment.archetype')
      .values({ tenant_id: tenantId, code: one.code, ...row })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'code']).doUpdateSet(row))
      .execute();
  }
}

/** Proposals that nobody accepted give way to those of a later run. */
export async function deleteProposals(trx: Trx, tenantId: string): Promise<void> {
  await trx
    .deleteFrom('segment.archetype')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'PROPOSED')
    .execute();
}
