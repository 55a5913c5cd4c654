import { CacheUnavailable } from './cache-unavailable.ts';
import type { Epoch } from './cache.ts';
import type { NamedEpoch } from './epoch-register.ts';
import { ABANDONED_MS, renewalMs } from './invalidator-options.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import type { SpaceViews } from './space-view.ts';

/** Tenants that the register is asked for at once: their renewals follow within a moment. */
const PORTION = 200;

interface Renewal {
  readonly options: InvalidatorOptions<never>;
  readonly views: SpaceViews;
  readonly tenantId: string;
}

/** Vouches for the epochs that the register names, and has those replaced that the cache has not got any more. */
export async function renewLeases(
  options: InvalidatorOptions<never>,
  views: SpaceViews,
  tenantIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < tenantIds.length; from += PORTION) {
    const portion = tenantIds.slice(from, from + PORTION);
    const askedAt = options.clock();
    const named = await options.register.read(portion);
    await Promise.all(
      portion.map((tenantId) => renew({ options, views, tenantId }, named.get(tenantId) ?? null, askedAt)),
    );
  }
}

async function renew(renewal: Renewal, named: NamedEpoch | null, askedAt: number): Promise<void> {
  const { options, views, tenantId } = renewal;
  try {
    if (named === null) return await replace(renewal, null);
    views.note(tenantId, named);
    if (named.closed === null) return await vouch(renewal, named.epoch, askedAt);
    if (named.closed.by !== options.holder && named.closed.forMs < ABANDONED_MS) return;
    await learnClock(renewal, named.epoch);
    return await replace(renewal, named.epoch);
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    options.counters.count('unrenewed');
  }
}

async function vouch(renewal: Renewal, epoch: Epoch, askedAt: number): Promise<void> {
  const { options, views, tenantId } = renewal;
  const { cache, name, holder, leaseMs, clock, counters } = options;
  const ahead = views.get(tenantId).ahead ?? (await learnClock(renewal, epoch));
  const { outcome, nowMs } = await cache.vouch(
    { tenantId, name },
    { holder, epoch, leaseMs, latestMs: askedAt + renewalMs(options) + ahead },
  );
  views.change(tenantId, { ahead: nowMs - clock() });
  if (outcome === 'lapsed') return replace(renewal, epoch);
  counters.count(outcome);
  if (outcome === 'kept') await payOwed(renewal);
}

async function replace(renewal: Renewal, former: Epoch | null): Promise<void> {
  const { options, views, tenantId } = renewal;
  const { cache, register, name, leaseMs, clock, newEpoch, counters } = options;
  const askedAt = clock();
  const next = newEpoch();
  const begin = () => cache.begin({ tenantId, name }, next, leaseMs);
  if (!(await register.replace(tenantId, { former, next, begin }))) return;
  views.note(tenantId, { epoch: next, closed: null });
  counters.count('new');
  await vouch(renewal, next, askedAt);
}

/** Asks the cache for its clock by a lease that is too late. */
async function learnClock({ options, views, tenantId }: Renewal, epoch: Epoch): Promise<number> {
  const { cache, name, holder, leaseMs, clock } = options;
  const { nowMs } = await cache.vouch({ tenantId, name }, { holder, epoch, leaseMs, latestMs: 0 });
  // Read after the answer, so that the difference is never taken for more than it is.
  const ahead = nowMs - clock();
  views.change(tenantId, { ahead });
  return ahead;
}

async function payOwed({ options, views, tenantId }: Renewal): Promise<void> {
  const { owed } = views.get(tenantId);
  if (owed.size === 0) return;
  for (const { hold } of owed.values()) await options.cache.release({ tenantId, name: options.name }, hold);
  views.paid(tenantId);
}
