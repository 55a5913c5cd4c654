import type { Transaction } from 'kysely';
import type { Rebuild, RebuildPhase } from './rebuild.ts';
import type { RebuildTables } from './tables.ts';

type Trx = Transaction<RebuildTables>;

/** Lines a rebuild up. One that is under way gives way to it. */
export async function insertRebuild(
  trx: Trx,
  tenantId: string,
  { id, position, requestedAt }: Pick<Rebuild, 'id' | 'position' | 'requestedAt'>,
): Promise<void> {
  const open = trx.updateTable('segment.rebuild').where('tenant_id', '=', tenantId);
  await open
    .set({
      phase: 'DONE',
      ended_at: requestedAt,
      error: `Another rebuild was asked for at position ${position} of the log.`,
    })
    .where('phase', 'in', ['CLEAR', 'REPLAY'])
    .execute();
  await open.set({ phase: 'DONE' }).where('phase', '=', 'SWEEP').execute();
  await trx
    .insertInto('segment.rebuild')
    .values({
      tenant_id: tenantId,
      rebuild_id: id,
      position,
      requested_at: requestedAt,
      phase: 'CLEAR',
      reached: 0,
      ended_at: null,
      error: null,
      changed_rows: null,
      told_changes: null,
    })
    .execute();
}

/** The rebuild that has something left to do; null when there is none. */
export async function findOpenRebuild(trx: Trx, tenantId: string): Promise<Rebuild | null> {
  const row = await selectRebuilds(trx, tenantId).where('phase', '<>', 'DONE').executeTakeFirst();
  return row === undefined ? null : toRebuild(row);
}

/** The rebuild that was asked for last; null when none ever was. */
export async function findLatestRebuild(trx: Trx, tenantId: string): Promise<Rebuild | null> {
  const row = await selectRebuilds(trx, tenantId).orderBy('position', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? null : toRebuild(row);
}

/** Keeps a rebuild where it was seen until the transaction ends. False when it is elsewhere by now. */
export async function lockRebuild(trx: Trx, tenantId: string, { id, phase }: Rebuild): Promise<boolean> {
  const row = await selectRebuilds(trx, tenantId)
    .where('rebuild_id', '=', id)
    .where('phase', '=', phase)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateRebuild(
  trx: Trx,
  tenantId: string,
  rebuildId: string,
  change: Partial<Omit<RebuildTables['segment.rebuild'], 'tenant_id' | 'rebuild_id'>>,
): Promise<void> {
  await trx
    .updateTable('segment.rebuild')
    .set(change)
    .where('tenant_id', '=', tenantId)
    .where('rebuild_id', '=', rebuildId)
    .execute();
}

function selectRebuilds(trx: Trx, tenantId: string) {
  return trx
    .selectFrom('segment.rebuild')
    .select(['rebuild_id as id', 'position', 'requested_at as requestedAt', 'phase', 'reached'])
    .select(['ended_at as endedAt', 'error', 'changed_rows as changedRows', 'told_changes as toldChanges'])
    .where('tenant_id', '=', tenantId);
}

function toRebuild(row: Omit<Rebuild, 'phase'> & { readonly phase: string }): Rebuild {
  // The table checks its phases.
  return { ...row, phase: row.phase as RebuildPhase };
}
