/** One tenant's entries under one source of invalidations, such as the segment consumer. Nothing is shared between two spaces. */
export interface CacheSpace {
  readonly tenantId: string;
  readonly name: string;
}

/** A moment in the life of a space, made by the cache and compared by it alone. */
export type Fence = string;

export interface CacheRead {
  /** In the order of the keys; null is a miss. */
  readonly values: readonly (string | null)[];
  /** The moment of the read. Null when nobody vouches for the space: all are misses and nothing may be set. */
  readonly fence: Fence | null;
  /** False while any tag of the space is held: two reads with the same fence may then lie on both sides of a change. */
  readonly settled: boolean;
}

export interface CacheEntry {
  readonly key: string;
  readonly value: string;
  /** Milliseconds to live, at most `limits.ttlMs`. */
  readonly ttlMs: number;
  /** The entry goes as soon as one of them is deleted. At least one. */
  readonly tags: readonly string[];
}

export interface Lease {
  /** Who vouches: an id of the process. */
  readonly holder: string;
  /** For how long, in milliseconds. */
  readonly leaseMs: number;
  /** The last moment of the cache's clock at which this may still be done, so that a delayed command does nothing. */
  readonly latestMs: number;
  /** Begin a new epoch although the lease is held. */
  readonly renewEpoch: boolean;
  /** A positive integer that no earlier epoch had. */
  readonly newEpoch: number;
  /** Tags that a new epoch begins with as held, beside those held in the epoch before it. */
  readonly held: readonly string[];
}

export interface LeaseAnswer {
  /** `kept`: the same epoch goes on. `new`: all earlier entries and fences are void. `late`: nothing was done. */
  readonly outcome: 'kept' | 'new' | 'late';
  /** The cache's clock in milliseconds. */
  readonly nowMs: number;
}

export interface Count {
  readonly value: number;
  /** Milliseconds until the counter starts again at zero. */
  readonly resetsInMs: number;
}

/** What subscribers hear. A `gap` says that messages may have been lost: forget everything. */
export type Invalidation =
  | { readonly kind: 'tags'; readonly space: CacheSpace; readonly tags: readonly string[] }
  | { readonly kind: 'gap' };

/**
 * A cache whose entries are readable only while somebody vouches that no invalidation is missing. Keys, tags and values
 * are strings; keys and tags are ids or keyed hashes, never personal values. Every method throws RangeError for what is
 * over `limits` and CacheUnavailable when the store does not answer in time.
 */
export interface Cache {
  /** Reads entries and the moment of the read in one step. */
  getMany(space: CacheSpace, keys: readonly string[]): Promise<CacheRead>;
  /** Sets what was computed from a read at `fence`, leaves out each entry with a tag deleted since, answers how many were set. */
  setMany(space: CacheSpace, fence: Fence, entries: readonly CacheEntry[]): Promise<number>;
  /** Makes every entry of the tags unreadable at once, then removes it; `hold` also refuses new ones until the next delete. */
  deleteTags(space: CacheSpace, tags: readonly string[], how: 'delete' | 'hold'): Promise<void>;
  /** Vouches for a space for a while: the same holder in time keeps the epoch, everyone else begins a new one. */
  vouch(space: CacheSpace, lease: Lease): Promise<LeaseAnswer>;
  /** Adds to a counter, atomically; the first addition starts its life of `ttlMs`. */
  increment(tenantId: string, key: string, by: number, ttlMs: number): Promise<Count>;
  /** Hears of deleted tags, at most once each; answers how to stop. */
  subscribe(listener: (invalidation: Invalidation) => void): Promise<() => void>;
  close(): Promise<void>;
}
