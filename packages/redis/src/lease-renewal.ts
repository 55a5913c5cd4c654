import { CacheUnavailable } from './cache-unavailable.ts';
import type { LeaseAnswer } from './cache.ts';
import { deleteInParts } from './delete-in-parts.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import type { LeaseCell } from './tenant-lease.ts';

/** Renews the lease of one tenant, unless an invalidation waits: then it must be let end. */
export async function renewLease(
  options: InvalidatorOptions,
  tenantId: string,
  cell: LeaseCell,
): Promise<void> {
  try {
    if (cell.get().ahead === null) await ask(options, tenantId, cell, 0);
    const { ahead, waiting } = cell.get();
    if (ahead === null || waiting > 0) return;
    const answer = await ask(options, tenantId, cell, options.clock() + options.commandMs + ahead);
    options.counters.count(answer.outcome);
    await payOwed(options, tenantId, cell);
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    options.counters.count('unrenewed');
  }
}

/**
 * `latestMs` is by the cache's clock; 0 only learns that clock. Even that sets `endsBy`: the lease of a process before this
 * one lives no longer than one that would be taken now.
 */
async function ask(
  { cache, name, holder, leaseMs, commandMs, clock, newEpoch }: InvalidatorOptions,
  tenantId: string,
  cell: LeaseCell,
  latestMs: number,
): Promise<LeaseAnswer> {
  const sentAt = clock();
  const { mustRenewEpoch, held } = cell.get();
  const takesEffectBy = sentAt + commandMs;
  cell.change((lease) => ({
    ...lease,
    endsBy: Math.max(lease.endsBy ?? -Infinity, takesEffectBy + leaseMs),
    unsureUntil: Math.max(lease.unsureUntil, takesEffectBy),
    mustRenewEpoch: false,
  }));
  try {
    const answer = await cache.vouch(
      { tenantId, name },
      { holder, leaseMs, latestMs, renewEpoch: mustRenewEpoch, newEpoch: newEpoch(), held: [...held.keys()] },
    );
    const ahead = answer.nowMs - clock();
    cell.change((lease) => ({ ...lease, ahead, unsureUntil: -Infinity }));
    if (answer.outcome === 'late')
      cell.change((lease) => ({ ...lease, mustRenewEpoch: lease.mustRenewEpoch || mustRenewEpoch }));
    return answer;
  } catch (error) {
    cell.change((lease) => ({ ...lease, mustRenewEpoch: lease.mustRenewEpoch || mustRenewEpoch }));
    throw error;
  }
}

async function payOwed(
  { cache, name }: InvalidatorOptions,
  tenantId: string,
  cell: LeaseCell,
): Promise<void> {
  const owed = [...cell.get().owed];
  if (owed.length === 0) return;
  await deleteInParts(cache, { tenantId, name }, owed, 'delete');
  // What came to be held meanwhile was held after this deletion was sent and stays so.
  cell.change((lease) => ({ ...lease, owed: new Set([...lease.owed].filter((tag) => !owed.includes(tag))) }));
}
