import { LRUCache } from 'lru-cache';
import type { CacheEntry, CacheRead, Epoch, Fence, Hold, Lease } from './cache.ts';
import { limits } from './limits.ts';
import { createTombstones, type Tombstones } from './tombstones.ts';

interface Stored {
  readonly value: string;
  readonly tags: readonly string[];
  readonly expiresAt: number;
}

/** What a space keeps in memory: entries, the entries of each tag, and the tombstones. */
export interface MemorySpace {
  read(keys: readonly string[]): CacheRead;
  fill(fence: Fence, entries: readonly CacheEntry[]): number;
  begin(epoch: Epoch, lifeMs: number): void;
  vouch(lease: Lease): 'kept' | 'lapsed';
  leave(holder: string): void;
  hold(hold: Hold): void;
  /** False when the hold is not known. */
  release(hold: Hold): boolean;
}

interface BegunEpoch {
  readonly id: Epoch;
  readonly until: number;
  /** Whether anybody vouched for it: nothing is readable before. */
  readonly vouched: boolean;
  /** Who vouches, with the end of the lease. */
  readonly members: Map<string, number>;
  readonly tombstones: Tombstones;
}

/** `clock` answers milliseconds; entries are bounded by count and by characters. */
export function createMemorySpace(
  clock: () => number,
  bounds: { readonly entries: number; readonly characters: number },
): MemorySpace {
  const keysOfTag = new Map<string, Set<string>>();
  let begun: BegunEpoch | null = null;
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
  const living = () => (begun && clock() < begun.until ? begun : null);
  const readable = () => (living()?.vouched ? begun : null);
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
      const now = readable();
      if (!now) return { values: keys.map(() => null), fence: null, settled: true };
      return {
        values: keys.map(valueOf),
        fence: `${now.id}:${now.tombstones.now()}`,
        settled: !now.tombstones.isHolding(),
      };
    },
    fill: (fence, entries) => {
      const [id, at] = fence.split(':').map(Number);
      const now = readable();
      if (!now || now.id !== id || at === undefined) return 0;
      const fresh = entries.filter(({ tags }) => !tags.some((tag) => now.tombstones.isChangedSince(tag, at)));
      fresh.forEach(set);
      return fresh.length;
    },
    begin: (id, lifeMs) => {
      stored.clear();
      const tombstones = createTombstones(limits.tombstones);
      begun = { id, until: clock() + lifeMs, vouched: false, members: new Map(), tombstones };
    },
    vouch: ({ holder, epoch, leaseMs }) => {
      const now = living();
      if (now?.id !== epoch) return 'lapsed';
      for (const [member, until] of now.members) if (member !== holder && until <= clock()) return 'lapsed';
      const until = clock() + leaseMs;
      now.members.set(holder, until);
      begun = { ...now, until, vouched: true };
      return 'kept';
    },
    leave: (holder) => void begun?.members.delete(holder),
    hold: ({ id, epoch, holder, leaseMs, tags }) => {
      const now = living();
      if (now?.id === epoch) {
        now.tombstones.hold(id, tags);
        if (!now.members.has(holder)) now.members.set(holder, clock() + leaseMs);
      }
      for (const tag of tags) for (const key of keysOfTag.get(tag) ?? []) stored.delete(key);
    },
    release: ({ id }) => living()?.tombstones.release(id) ?? false,
  };
}
