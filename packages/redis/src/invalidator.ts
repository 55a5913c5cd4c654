import type { CacheSpace } from './cache.ts';
import { CacheUnavailable } from './cache-unavailable.ts';
import { deleteInParts } from './delete-in-parts.ts';
import { renewLease } from './lease-renewal.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import { noLease, owing, withHeld, withoutHeld } from './tenant-lease.ts';
import type { LeaseCell, TenantLease } from './tenant-lease.ts';

/** Ends a hold, after the change is committed or rolled back. Never throws for a cache that is away. */
export type Release = () => Promise<void>;

/**
 * Keeps entries from outliving what they were made of. The consumer of a tenant is its only invalidator at a time:
 * it renews its leases at least every third of `leaseMs` and holds the tags of a change around its commit.
 */
export interface Invalidator {
  /** Vouches for the tenants for another `leaseMs`. A cache that is away is counted, not thrown. */
  renew(tenantIds: readonly string[]): Promise<void>;
  /**
   * Call before the commit of a change. From its answer on no entry with one of the tags is readable in any process and
   * none can be set until the release. While the cache is away it waits until the lease has ended, once per outage, and
   * then does what `whenCutOff` says.
   */
  hold(tenantId: string, tags: readonly string[]): Promise<Release>;
}

export function createInvalidator(options: InvalidatorOptions): Invalidator {
  const leases = new Map<string, TenantLease>();
  const get = (tenantId: string) => leases.get(tenantId) ?? noLease;
  const change = (tenantId: string, by: (lease: TenantLease) => TenantLease) => {
    leases.set(tenantId, by(get(tenantId)));
  };
  const leaseOf = (tenantId: string) => ({
    get: () => get(tenantId),
    change: (by: (lease: TenantLease) => TenantLease) => change(tenantId, by),
  });
  const renewing = new Map<string, Promise<void>>();
  const renew = (tenantId: string): Promise<void> => {
    const running = renewing.get(tenantId);
    if (running) return running;
    const started = renewLease(options, tenantId, leaseOf(tenantId)).finally(() => renewing.delete(tenantId));
    renewing.set(tenantId, started);
    return started;
  };
  return {
    renew: async (tenantIds) => {
      await Promise.all(tenantIds.map(renew));
    },
    hold: async (tenantId, tags) => {
      const unique = [...new Set(tags)];
      if (get(tenantId).endsBy === null) await renew(tenantId);
      change(tenantId, (lease) => withHeld(lease, unique));
      change(tenantId, (lease) => ({ ...lease, waiting: lease.waiting + 1 }));
      try {
        await renewing.get(tenantId);
        await holdOrOutwait(options, { tenantId, name: options.name }, unique, leaseOf(tenantId));
      } finally {
        change(tenantId, (lease) => ({ ...lease, waiting: lease.waiting - 1 }));
      }
      return () => release(options, { tenantId, name: options.name }, unique, leaseOf(tenantId));
    },
  };
}

async function holdOrOutwait(
  options: InvalidatorOptions,
  space: CacheSpace,
  tags: readonly string[],
  lease: LeaseCell,
): Promise<void> {
  const { cache, clock, wait, counters } = options;
  // A renewal that may still be on its way could begin an epoch that does not know of this hold.
  const unsure = lease.get().unsureUntil - clock();
  if (unsure > 0) await wait(unsure);
  for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
    try {
      await deleteInParts(cache, space, tags, 'hold');
      counters.count('held');
      return;
    } catch (error) {
      if (!(error instanceof CacheUnavailable)) throw error;
      // Never renewed here: whoever did it before us used the same times.
      const endsBy = lease.get().endsBy ?? clock() + options.leaseMs + options.commandMs;
      lease.change((now) => ({ ...now, endsBy }));
      const left = endsBy - clock();
      if (left <= 0) {
        if (options.whenCutOff === 'refuse') {
          lease.change((now) => owing(now, tags));
          throw error;
        }
        // Should the lease be found alive after all, its epoch lacks this hold.
        lease.change((now) => ({ ...now, mustRenewEpoch: true }));
        counters.count('outwaited');
        return;
      }
      await wait(Math.min(pause, left));
    }
  }
}

async function release(
  options: InvalidatorOptions,
  space: CacheSpace,
  tags: readonly string[],
  cell: LeaseCell,
): Promise<void> {
  const { lease, free } = withoutHeld(cell.get(), tags);
  cell.change(() => lease);
  try {
    await deleteInParts(options.cache, space, free, 'delete');
    options.counters.count('released');
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    // Safe but not readable: the next renewal tells the cache.
    cell.change((now) => ({ ...now, owed: new Set([...now.owed, ...free]) }));
    options.counters.count('left_held');
  }
}
