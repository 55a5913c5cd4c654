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
  /** The entry goes as soon as one of them is held. At least one. */
  readonly tags: readonly string[];
}

/** The name of an epoch of a space: a positive whole number below 2^47 that no other epoch ever had. */
export type Epoch = number;

export interface Lease {
  /** Who vouches: an id of the process. */
  readonly holder: string;
  readonly epoch: Epoch;
  /** For how long, in milliseconds. */
  readonly leaseMs: number;
  /** The last moment of the cache's clock at which this may still be done, so that a delayed command does nothing. */
  readonly latestMs: number;
}

export interface LeaseAnswer {
  /**
   * `kept`: what is cached under the epoch is readable for the length of the lease. `lapsed`: the cache has not got the
   * epoch (any more), or one of those who vouched for it has not done so again in time and may have left tags held; it
   * needs a new one. `late`: nothing was done.
   */
  readonly outcome: 'kept' | 'lapsed' | 'late';
  /** The cache's clock in milliseconds. */
  readonly nowMs: number;
}

/** Tags that a change holds from before its commit until after it. */
export interface Hold {
  /** An id that no other hold has; a hold that is sent twice is one. */
  readonly id: string;
  readonly epoch: Epoch;
  /** Who holds: counts from now on among those who vouch, so that its end is noticed. */
  readonly holder: string;
  /** Within this it vouches again, in milliseconds. */
  readonly leaseMs: number;
  readonly tags: readonly string[];
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
  /** Sets what was computed from a read at `fence`, leaves out each entry with a tag changed since, answers how many were set. */
  setMany(space: CacheSpace, fence: Fence, entries: readonly CacheEntry[]): Promise<number>;
  /** Begins an epoch with nothing held: all earlier entries and fences are void, and nobody reads until it is vouched for. */
  begin(space: CacheSpace, epoch: Epoch, lifeMs: number): Promise<void>;
  /** Vouches for the space together with all who do, while it has this epoch. */
  vouch(space: CacheSpace, lease: Lease): Promise<LeaseAnswer>;
  /** Takes back what a holder vouched for, whose end then is no lapse. */
  leave(space: CacheSpace, holder: string): Promise<void>;
  /**
   * Makes every entry of the tags unreadable at once, then removes it, and refuses new ones until each hold of the tag is
   * released. Under another epoch than the space has it only removes.
   */
  hold(space: CacheSpace, hold: Hold): Promise<void>;
  /** Ends a hold. Entries whose read began before are refused for good. A hold that is not known is none. */
  release(space: CacheSpace, hold: Hold): Promise<void>;
  /** Adds to a counter, atomically; the first addition starts its life of `ttlMs`. */
  increment(tenantId: string, key: string, by: number, ttlMs: number): Promise<Count>;
  /** Hears of tags when they are held and again when they are released; answers how to stop. */
  subscribe(listener: (invalidation: Invalidation) => void): Promise<() => void>;
  close(): Promise<void>;
}
