import { CacheUnavailable } from './cache-unavailable.ts';
import type { Epoch } from './cache.ts';
import { holdIn, holdOrOutwait, holdsOf, quietAfter, toChange } from './hold-change.ts';
import type { Change } from './hold-change.ts';
import { owedMs } from './invalidator-options.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import { renewLeases } from './renew-leases.ts';
import { SpaceViews } from './space-view.ts';

/** Ends a hold, after the change is committed or rolled back. Never throws for a cache that is away. */
export type Release = () => Promise<void>;

/**
 * Keeps entries from outliving what they were made of, together with the invalidators of the other processes that change
 * the same things. `Trx` is a transaction of the store of record.
 */
export interface Invalidator<Trx> {
  /** Vouches for the tenants for another `leaseMs`; at least every third of that. A cache that is away is counted, not thrown. */
  renew(tenantIds: readonly string[]): Promise<void>;
  /** Takes back at a clean stop what this process vouches for, once all its holds are released. */
  leave(): Promise<void>;
  /**
   * Call it once in the transaction of a change, as the last step before the commit. From its answer on no entry with one
   * of the tags is readable in any process and none can be set until the release. When the cache stays away it closes the
   * epoch and waits until nobody can read under it any more, once per outage.
   */
  hold(trx: Trx, tenantId: string, tags: readonly string[]): Promise<Release>;
}

const nothingHeld: Release = async () => {};

export function createInvalidator<Trx>(options: InvalidatorOptions<Trx>): Invalidator<Trx> {
  const { cache, register, name, holder, counters, newId } = options;
  const views = new SpaceViews(options.clock);

  /** Under which epoch the tags are held until the commit; null: nobody can read. */
  async function holdUntilCommit(trx: Trx, change: Change): Promise<Epoch | null> {
    const { tenantId } = change.space;
    const heldIn = await holdOrOutwait(options, views, change);
    const named = await register.confirm(trx, tenantId);
    if (named === null) return null;
    if (named.epoch === heldIn) return heldIn;
    views.note(tenantId, named);
    if (named.closed === null) {
      // It stays open until the commit, so there is nothing to wait for: what fails is tried again as a whole.
      await holdIn(options, change, named.epoch);
      return named.epoch;
    }
    const left = quietAfter(options, views, tenantId) - options.clock();
    if (left > 0) await options.wait(left);
    return null;
  }

  async function release(change: Change, epoch: Epoch): Promise<void> {
    const holds = holdsOf(options, change, epoch);
    try {
      for (const hold of holds) await cache.release(change.space, hold);
      // A hold that was given up may arrive yet.
      if (change.failures > 0) views.owe(change.space.tenantId, holds, owedMs(options));
      counters.count('released');
    } catch (error) {
      if (!(error instanceof CacheUnavailable)) throw error;
      // Safe but not readable: the next renewal tells the cache.
      views.owe(change.space.tenantId, holds, owedMs(options));
      counters.count('left_held');
    }
  }

  return {
    renew: (tenantIds) => renewLeases(options, views, tenantIds),
    async leave() {
      const leaving = views.tenantIds.map((tenantId) => cache.leave({ tenantId, name }, holder));
      const answers = await Promise.allSettled(leaving);
      if (answers.some(({ status }) => status === 'rejected')) counters.count('unrenewed');
    },
    async hold(trx, tenantId, tags) {
      if (tags.length === 0) return nothingHeld;
      const change = toChange({ tenantId, name }, tags, newId);
      try {
        const epoch = await holdUntilCommit(trx, change);
        counters.count(epoch === null ? 'outwaited' : 'held');
        return epoch === null ? nothingHeld : () => release(change, epoch);
      } catch (error) {
        for (const epoch of change.tried)
          views.owe(tenantId, holdsOf(options, change, epoch), owedMs(options));
        throw error;
      }
    },
  };
}
