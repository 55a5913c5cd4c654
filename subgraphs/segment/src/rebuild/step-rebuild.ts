import { loadKeyedIds } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { HoldTags } from '@customer360/redis';
import type { FlushOutbox } from '../activity/outbox.ts';
import type { ReadRules } from '../evaluation/rules-in-force.ts';
import { findEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { clearSomeRows } from './clear-rows.ts';
import { findOpenRebuild, lockRebuild, updateRebuild } from './rebuild-repository.ts';
import type { Rebuild } from './rebuild.ts';
import { readBetween, replayBatch } from './replay.ts';
import { takeOver } from './take-over.ts';

export interface RebuildDependencies {
  readonly database: Database<SegmentDatabase>;
  readonly readRules: ReadRules;
  /** Told after what is found is committed. */
  readonly flush: FlushOutbox;
  readonly holdTags: HoldTags;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * Does the next step of the rebuild that a tenant has open, `limit` entries of the log at most. Each is a transaction, so
 * that a crash loses one step. False when there is nothing to do.
 */
export async function stepRebuild(
  dependencies: RebuildDependencies,
  tenantId: string,
  limit: number,
): Promise<boolean> {
  const { database } = dependencies;
  const rebuild = await database.inTenant(tenantId, (trx) => findOpenRebuild(trx, tenantId));
  if (rebuild === null) return false;
  switch (rebuild.phase) {
    case 'CLEAR':
      if (!(await clearSomeRows(database, tenantId))) await goOn(dependencies, tenantId, rebuild, 'REPLAY');
      return true;
    case 'REPLAY':
      await replay(dependencies, tenantId, rebuild, limit);
      return true;
    case 'SWEEP':
      // What a crash after the commit has kept from the log goes there now.
      await dependencies.flush(tenantId);
      if (!(await clearSomeRows(database, tenantId))) await goOn(dependencies, tenantId, rebuild, 'DONE');
      return true;
    case 'DONE':
      return false;
    default:
      return rebuild.phase satisfies never;
  }
}

async function goOn(
  { database }: RebuildDependencies,
  tenantId: string,
  rebuild: Rebuild,
  phase: Rebuild['phase'],
): Promise<void> {
  await database.inTenant(tenantId, async (trx) => {
    if (await lockRebuild(trx, tenantId, rebuild)) await updateRebuild(trx, tenantId, rebuild.id, { phase });
  });
}

/** A batch, or the last one together with the take-over. A limit of 1 says that an entry failed, which is to stand alone. */
async function replay(
  dependencies: RebuildDependencies,
  tenantId: string,
  rebuild: Rebuild,
  limit: number,
): Promise<void> {
  const { database, holdTags, flush } = dependencies;
  const live = await database.inTenant(tenantId, (trx) => findEvaluated(trx, tenantId));
  const through = live?.position ?? 0;
  const mostBehind = limit === 1 ? 0 : limit;
  const ids = await loadKeyedIds(database, tenantId);
  if (through - rebuild.reached > mostBehind) {
    const range = { after: rebuild.reached, through, limit };
    const events = await readBetween(database, tenantId, range);
    return replayBatch({ ...dependencies, ids }, tenantId, rebuild, events);
  }
  await holdTags(tenantId, (tags) =>
    takeOver({ ...dependencies, ids }, tenantId, { rebuild, mostBehind }, tags),
  );
  return flush(tenantId);
}
