import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnyDatabase, AnyTransaction } from '@customer360/postgres';
import type { Registry } from '@customer360/service';
import { createCacheAside } from './cache-aside.ts';
import type { CacheAside, CacheAsideOptions } from './cache-aside.ts';
import type { Cache } from './cache.ts';
import { createHoldTags } from './hold-tags.ts';
import type { HoldTags } from './hold-tags.ts';
import { createInvalidator } from './invalidator.ts';
import type { Invalidator } from './invalidator.ts';
import { keepLeases } from './keep-leases.ts';
import type { LeaseKeeper } from './keep-leases.ts';
import { createCacheCounters, createInvalidatorCounters } from './metrics.ts';
import { createNoCache } from './no-cache.ts';
import { createPostgresRegister } from './postgres-register.ts';

/** How long entries stay readable when their process stops vouching, in milliseconds. */
const LEASE_MS = 5_000;

/** The share by which lives differ. */
const JITTER = 0.1;

/** One subgraph's space of the cache in one process: what reads through it, and what holds back its changes. */
export interface CachedSpace {
  reads<Value>(
    options: Omit<CacheAsideOptions<Value>, 'cache' | 'name' | 'jitter' | 'random' | 'counters'>,
  ): CacheAside<Value>;
  /** For every transaction that changes what is read: before its commit, or around it. */
  readonly hold: Invalidator<AnyTransaction>['hold'];
  readonly holdTags: HoldTags;
  /** From now on the cache is used, as long as this or another process vouches for it. */
  start(): Promise<void>;
  /** To be called when no transaction is under way any more. */
  stop(): Promise<void>;
}

export function createCachedSpace(options: {
  /** Null: none, because others change the same things and share no cache with this process. */
  readonly cache: Cache | null;
  /** Where changes are committed, with the table of `cacheMigrations`. */
  readonly database: AnyDatabase;
  readonly name: string;
  readonly registry: Registry;
  readonly listTenants: () => Promise<readonly string[]>;
  /** Told when leases cannot be renewed for another reason than a cache that is away. */
  readonly onError: (error: unknown) => void;
}): CachedSpace {
  const { database, name, registry, listTenants, onError } = options;
  const cache = options.cache ?? createNoCache();
  const invalidator = createInvalidator({
    cache,
    register: createPostgresRegister(database, name),
    name,
    holder: randomUUID(),
    leaseMs: LEASE_MS,
    clock: () => performance.now(),
    wait: (ms) => wait(ms),
    newEpoch: () => randomInt(1, 2 ** 47),
    newId: randomUUID,
    counters: createInvalidatorCounters(registry, name),
  });
  let keeper: LeaseKeeper | null = null;
  return {
    reads: (given) =>
      createCacheAside({
        ...given,
        cache,
        name,
        jitter: JITTER,
        random: Math.random,
        counters: createCacheCounters(registry, given.kind),
      }),
    hold: (trx, tenantId, tags) => invalidator.hold(trx, tenantId, tags),
    holdTags: createHoldTags(invalidator),
    async start() {
      if (options.cache === null) return;
      keeper ??= await keepLeases({ invalidator, leaseMs: LEASE_MS, listTenants, onError });
    },
    async stop() {
      await keeper?.stop();
      keeper = null;
    },
  };
}
