import type { ResolvedEvent } from '@customer360/event-log';
import { setAside } from '../evaluation/set-aside.ts';
import { findEvaluated, isParked } from '../store/consumer-repository.ts';
import { readingLog } from '../store/reading-log.ts';
import { findOpenRebuild, lockRebuild, updateRebuild } from './rebuild-repository.ts';
import { nameOfRebuiltRows, type Rebuild } from './rebuild.ts';
import { readBetween } from './replay.ts';
import type { RebuildDependencies } from './step-rebuild.ts';

type Dependencies = Pick<RebuildDependencies, 'database' | 'clock'>;

/**
 * What becomes of a rebuild whose next entry, which stood alone, failed. One that evaluation has set aside is set aside
 * again; any other ends the rebuild, and the tables stay as they are. Answers why it has ended, null when it goes on.
 */
export async function passOrGiveUp(
  dependencies: Dependencies,
  tenantId: string,
  error: unknown,
): Promise<string | null> {
  const { database } = dependencies;
  const { rebuild, live } = await database.inTenant(tenantId, async (trx) => ({
    rebuild: await findOpenRebuild(trx, tenantId),
    live: await findEvaluated(trx, tenantId),
  }));
  if (rebuild?.phase !== 'REPLAY') throw error;
  const range = { after: rebuild.reached, through: live?.position ?? 0, limit: 1 };
  const [event] = await readBetween(database, tenantId, range);
  if (event === undefined) return giveUp(dependencies, tenantId, rebuild, 'The tables could not be replaced');
  if (await database.inTenant(tenantId, (trx) => isParked(trx, tenantId, event.position))) {
    await pass(dependencies, tenantId, rebuild, { event, error });
    return null;
  }
  return giveUp(
    dependencies,
    tenantId,
    rebuild,
    `The entry at position ${event.position} could not be worked`,
  );
}

async function pass(
  { database, clock }: Dependencies,
  tenantId: string,
  rebuild: Rebuild,
  { event, error }: { readonly event: ResolvedEvent; readonly error: unknown },
): Promise<void> {
  const name = nameOfRebuiltRows(tenantId);
  await database.inTenant(name, async (trx) => {
    const names = { tenantId: name, logTenantId: tenantId };
    if (!(await readingLog(trx, names, () => lockRebuild(trx, tenantId, rebuild)))) return;
    await setAside(trx, name, event, { error, at: clock() });
    await readingLog(trx, names, () => updateRebuild(trx, tenantId, rebuild.id, { reached: event.position }));
  });
}

async function giveUp(
  { database, clock }: Dependencies,
  tenantId: string,
  rebuild: Rebuild,
  what: string,
): Promise<string> {
  const error = `${what}; the log of the service says why. Segments are as they were.`;
  await database.inTenant(tenantId, async (trx) => {
    if (!(await lockRebuild(trx, tenantId, rebuild))) return;
    await updateRebuild(trx, tenantId, rebuild.id, { phase: 'SWEEP', ended_at: clock(), error });
  });
  return error;
}
