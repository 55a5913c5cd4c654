import { LRUCache } from 'lru-cache';
import type { CacheEntry, CacheRead, Fence, Lease } from './cache.ts';
import { limits } from './limits.ts';
import { createTombstones } from './tombstones.ts';

interface Stored {
  readonly value: string;
  readonly tags: readonly string[];
  readonly expiresAt: number;
}

/** What a space keeps in memory: entries, the entries of each tag, and the tombstones. */
export interface MemorySpace {
  read(keys: readonly string[]): CacheRead;
  fill(fence: Fence, entries: readonly CacheEntry[]): number;
  deleteTags(tags: readonly string[], how: 'delete' | 'hold'): void;
  vouch(lease: Lease): 'kept' | 'new';
}

interface Epoch {
  readonly id: number;
  readonly holder: string;
  readonly until: number;
}

/** `clock` answers milliseconds; entries are bounded by count and by characters. */
export function createMemorySpace(
  clock: () => number,
  bounds: { readonly entries: number; readonly characters: number },
): MemorySpace {
  const keysOfTag = new Map<string, Set<string>>();
  const tombstones = createTombstones(limits.tombstones);
  let epoch: Epoch | null = null;
  const stored = new LRUCache<string, Stored>({
    max: bounds.entries,
    maxSize: bounds.characters,
    sizeCalculation: ({ value }, key) => value.length + key.length + 1,
    dispose: ({ tags }, key) => tags.forEach((tag) => forget(tag, key)),
  });
  const forget = (tag: string, key: string) => {
    const keys = keysOfTag.get(tag);
    keys?.delete(key);
    if (keys?.size === 0) keysOfTag.delete(tag);
  };
  const living = () => (epoch && clock() < epoch.until ? epoch : null);
  const valueOf = (key: string): string | null => {
    const found = stored.get(key);
    if (!found) return null;
    if (clock() < found.expiresAt) return found.value;
    stored.delete(key);
    return null;
  };
  const set = ({ key, value, tags, ttlMs }: CacheEntry) => {
    stored.set(key, { value, tags, expiresAt: clock() + ttlMs });
    if (!stored.has(key)) return;
    for (const tag of tags) {
      const keys = keysOfTag.get(tag);
      if (keys) keys.add(key);
      else keysOfTag.set(tag, new Set([key]));
    }
  };
  return {
    read: (keys) => {
      const now = living();
      if (!now) return { values: keys.map(() => null), fence: null, settled: true };
      return {
        values: keys.map(valueOf),
        fence: `${now.id}:${tombstones.now()}`,
        settled: !tombstones.isHolding(),
      };
    },
    fill: (fence, entries) => {
      const [id, at] = fence.split(':').map(Number);
      if (living()?.id !== id || at === undefined) return 0;
      const fresh = entries.filter(({ tags }) => !tags.some((tag) => tombstones.isDeletedSince(tag, at)));
      fresh.forEach(set);
      return fresh.length;
    },
    deleteTags: (tags, how) => {
      tombstones.add(tags, how);
      for (const tag of tags) for (const key of keysOfTag.get(tag) ?? []) stored.delete(key);
    },
    vouch: ({ holder, leaseMs, renewEpoch, newEpoch, held }) => {
      const now = living();
      const until = clock() + leaseMs;
      if (now && now.holder === holder && !renewEpoch) {
        epoch = { ...now, until };
        return 'kept';
      }
      stored.clear();
      tombstones.reset(held);
      epoch = { id: newEpoch, holder, until };
      return 'new';
    },
  };
}
