import { CacheUnavailable } from './cache-unavailable.ts';
import type { CacheSpace, Epoch, Hold } from './cache.ts';
import { patienceMs, renewalMs } from './invalidator-options.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import { limits } from './limits.ts';
import type { SpaceViews } from './space-view.ts';

/** A change that holds tags: in parts that one call carries, and under which epochs it tried to. */
export interface Change {
  readonly space: CacheSpace;
  readonly parts: readonly Pick<Hold, 'id' | 'tags'>[];
  readonly tried: Set<Epoch>;
  /** Commands that failed: they may arrive yet. */
  failures: number;
}

export function toChange(space: CacheSpace, tags: readonly string[], newId: () => string): Change {
  const unique = [...new Set(tags)];
  const parts = [];
  for (let from = 0; from < unique.length; from += limits.tagsOfHold) {
    parts.push({ id: newId(), tags: unique.slice(from, from + limits.tagsOfHold) });
  }
  return { space, parts, tried: new Set(), failures: 0 };
}

/** The holds of a change under an epoch. */
export function holdsOf(
  { holder, leaseMs }: Pick<InvalidatorOptions<never>, 'holder' | 'leaseMs'>,
  { parts }: Change,
  epoch: Epoch,
): readonly Hold[] {
  return parts.map((part) => ({ ...part, epoch, holder, leaseMs }));
}

/** Holds the tags under an epoch. Throws CacheUnavailable when it is not known that all are held. */
export async function holdIn(
  options: InvalidatorOptions<never>,
  change: Change,
  epoch: Epoch,
): Promise<void> {
  change.tried.add(epoch);
  try {
    for (const hold of holdsOf(options, change, epoch)) await options.cache.hold(change.space, hold);
  } catch (error) {
    change.failures += 1;
    throw error;
  }
}

/**
 * Holds the tags under the epoch that the process saw last and answers it. While the cache is away it tries again, then
 * closes the epoch; null once that is so long ago that nobody can read under it.
 */
export async function holdOrOutwait(
  options: InvalidatorOptions<never>,
  views: SpaceViews,
  change: Change,
): Promise<Epoch | null> {
  const { register, clock, wait, holder } = options;
  const { tenantId } = change.space;
  const { epoch, closedAt } = views.get(tenantId);
  if (epoch === null) return null;
  const patientUntil = closedAt === null ? clock() + patienceMs(options) : -Infinity;
  for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
    const view = views.get(tenantId);
    if (view.epoch !== epoch) return null;
    const quietIn = quietAfter(options, views, tenantId) - clock();
    if (view.closedAt !== null && quietIn <= 0) return null;
    if (await isHeld(options, change, epoch)) return epoch;
    if (view.closedAt === null && clock() >= patientUntil) {
      if (!(await register.close(tenantId, epoch, holder))) return null;
      options.counters.count('closed');
      views.note(tenantId, { epoch, closed: { by: holder, forMs: 0 } });
    } else {
      await wait(Math.min(pause, quietIn));
    }
  }
}

/** The moment from which nobody can read under the epoch, which is closed. Infinity while it is open. */
export function quietAfter(options: InvalidatorOptions<never>, views: SpaceViews, tenantId: string): number {
  const { closedAt } = views.get(tenantId);
  return closedAt === null ? Infinity : closedAt + renewalMs(options) + options.leaseMs;
}

async function isHeld(options: InvalidatorOptions<never>, change: Change, epoch: Epoch): Promise<boolean> {
  try {
    await holdIn(options, change, epoch);
    return true;
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    return false;
  }
}
