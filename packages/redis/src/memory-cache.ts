import { LRUCache } from 'lru-cache';
import type { Cache, CacheSpace, Count, Invalidation } from './cache.ts';
import {
  checkEntries,
  checkHold,
  checkLease,
  checkName,
  checkNames,
  checkPositive,
  checkSpace,
  checkTenant,
  checkTtl,
  limits,
} from './limits.ts';
import { createMemorySpace } from './memory-space.ts';
import type { MemorySpace } from './memory-space.ts';

export interface MemoryCacheOptions {
  /** Milliseconds. */
  readonly clock: () => number;
  /** Entries of one space; the least recently used go first. */
  readonly entries?: number;
  /** Characters of one space's keys and values. */
  readonly characters?: number;
  /** Spaces and counters kept. */
  readonly spaces?: number;
}

/** The cache of one process, with the same promises as the one on Redis. */
export function createMemoryCache(options: MemoryCacheOptions): Cache {
  const { clock, entries = 10_000, characters = 32_000_000, spaces = 1000 } = options;
  const open = new LRUCache<string, MemorySpace>({ max: spaces });
  const listeners = new Set<(invalidation: Invalidation) => void>();
  const counters = createCounters(clock, spaces * 100);
  const tell = (space: CacheSpace, tags: readonly string[]) => {
    const invalidation = { kind: 'tags', space, tags: [...new Set(tags)] } as const;
    listeners.forEach((listener) => listener(invalidation));
  };
  const spaceOf = (space: CacheSpace): MemorySpace => {
    checkSpace(space);
    const name = `${space.tenantId}:${space.name}`;
    const known = open.get(name);
    if (known) return known;
    const made = createMemorySpace(clock, { entries, characters });
    open.set(name, made);
    return made;
  };
  return {
    getMany: async (space, keys) => {
      checkNames('keys', keys, limits.keys);
      return spaceOf(space).read(keys);
    },
    setMany: async (space, fence, made) => {
      checkEntries(made);
      return spaceOf(space).fill(fence, made);
    },
    begin: async (space, epoch, lifeMs) => {
      checkPositive('epoch', epoch);
      checkTtl('lifeMs', lifeMs);
      spaceOf(space).begin(epoch, lifeMs);
    },
    vouch: async (space, lease) => {
      checkLease(lease);
      const nowMs = clock();
      return { outcome: nowMs > lease.latestMs ? 'late' : spaceOf(space).vouch(lease), nowMs };
    },
    leave: async (space, holder) => {
      checkName('holder', holder);
      spaceOf(space).leave(holder);
    },
    hold: async (space, hold) => {
      checkHold(hold);
      spaceOf(space).hold(hold);
      tell(space, hold.tags);
    },
    release: async (space, hold) => {
      checkHold(hold);
      if (spaceOf(space).release(hold)) tell(space, hold.tags);
    },
    increment: async (tenantId, key, by, ttlMs) => {
      checkTenant(tenantId);
      checkName('key', key);
      checkPositive('by', by);
      checkTtl('ttlMs', ttlMs);
      return counters(`${tenantId}:${key}`, by, ttlMs);
    },
    subscribe: async (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      listeners.clear();
      open.clear();
    },
  };
}

function createCounters(clock: () => number, max: number) {
  const counters = new LRUCache<string, { readonly value: number; readonly until: number }>({ max });
  return (name: string, by: number, ttlMs: number): Count => {
    const now = clock();
    const known = counters.get(name);
    const living = known && now < known.until ? known : { value: 0, until: now + ttlMs };
    const next = { value: living.value + by, until: living.until };
    counters.set(name, next);
    return { value: next.value, resetsInMs: next.until - now };
  };
}
