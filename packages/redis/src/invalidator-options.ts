import type { Cache, Epoch } from './cache.ts';
import type { EpochRegister } from './epoch-register.ts';
import type { InvalidatorCounters } from './metrics.ts';

export interface InvalidatorOptions<Trx> {
  readonly cache: Cache;
  readonly register: EpochRegister<Trx>;
  /** The name of the spaces that these changes feed. */
  readonly name: string;
  /** Who vouches and closes: one id per process start. */
  readonly holder: string;
  /** How long entries stay readable after the last renewal. The longest wait for a cache that is away is 1.7 times that. */
  readonly leaseMs: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** An epoch that was never answered before, in any process: random below 2^47. */
  readonly newEpoch: () => Epoch;
  /** An id that was never answered before, in any process. */
  readonly newId: () => string;
  readonly counters: InvalidatorCounters;
}

/**
 * A renewal takes effect within this of the moment that the register was asked, or not at all, in milliseconds. So what
 * was vouched for without knowing that the epoch is closed has ended `renewalMs` and a lease after the closing.
 */
export function renewalMs({ leaseMs }: Pick<InvalidatorOptions<never>, 'leaseMs'>): number {
  return leaseMs / 2;
}

/** A cache that does not answer for this long, in milliseconds, is worked without. */
export function patienceMs({ leaseMs }: Pick<InvalidatorOptions<never>, 'leaseMs'>): number {
  return leaseMs / 5;
}

/** A command that was given up has arrived by then or never does, in milliseconds. Later it costs a tag, and no answer. */
export function owedMs({ leaseMs }: Pick<InvalidatorOptions<never>, 'leaseMs'>): number {
  return leaseMs * 5;
}

/** An epoch that was closed this long ago, in milliseconds, is replaced by others than who closed it. */
export const ABANDONED_MS = 60_000;
