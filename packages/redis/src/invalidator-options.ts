import type { Cache } from './cache.ts';
import type { InvalidatorCounters } from './metrics.ts';

export interface InvalidatorOptions {
  readonly cache: Cache;
  /** The name of the spaces that this source of changes feeds. */
  readonly name: string;
  /** Who vouches. One id per process start with `outwait`, one for all processes with `refuse`. */
  readonly holder: string;
  /** How long entries stay readable after the last renewal, and so the longest wait for a cache that is away. */
  readonly leaseMs: number;
  /** Longest time that a command of the cache is waited for. */
  readonly commandMs: number;
  /**
   * What `hold` does when the cache is away for longer than the lease. `outwait` goes on: right where one process consumes
   * the tenant, as nobody else can have renewed. `refuse` throws CacheUnavailable: right where several processes take turns
   * under the same `holder`; the batch is tried again until the cache is back.
   */
  readonly whenCutOff: 'outwait' | 'refuse';
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** A positive integer that was never answered before, in any process: random below 2^52. */
  readonly newEpoch: () => number;
  readonly counters: InvalidatorCounters;
}
