import { randomUUID } from 'node:crypto';
import type { Cache, CacheEntry, CacheRead, CacheSpace, Count, Fence, Lease, LeaseAnswer } from './cache.ts';
import {
  checkEntries,
  checkName,
  checkNames,
  checkPositive,
  checkSpace,
  checkTenant,
  checkTtl,
  limits,
} from './limits.ts';
import { createRedisCalls } from './redis-calls.ts';
import type { RedisCalls } from './redis-calls.ts';
import { openRedisClient } from './redis-client.ts';
import type { RedisTimes } from './redis-client.ts';
import { redisKeys } from './redis-keys.ts';
import type { RedisKeys } from './redis-keys.ts';
import { createRedisSubscription } from './redis-subscription.ts';
import { parseRedisUrl } from './redis-url.ts';
import {
  deleteTagsScript,
  getManyScript,
  incrementScript,
  setManyScript,
  sweepScript,
  vouchScript,
} from './scripts.ts';

export interface RedisCacheOptions {
  /** See `parseRedisUrl`. */
  readonly url: string;
  /** Begins every key, so that several products share a server. */
  readonly prefix?: string;
  readonly times?: Partial<RedisTimes>;
  readonly clock?: () => number;
  readonly random?: () => number;
  /** Hears of failed connections; the client connects again by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

const defaultTimes: RedisTimes = { connectMs: 2000, commandMs: 250, reconnectMs: 2000 };

/** The cache on Redis 7: one server, behind sentinels, or a cluster. Starts to connect; a first call may find it unavailable. */
export function openRedisCache(options: RedisCacheOptions): Cache {
  const { prefix = 'c360', clock = () => performance.now(), random = Math.random } = options;
  checkName('prefix', prefix);
  const target = parseRedisUrl(options.url);
  const onError = options.onConnectionError ?? (() => undefined);
  const open = () => {
    const client = openRedisClient(target, { ...defaultTimes, ...options.times }, random);
    client.on('error', onError);
    return client;
  };
  const calls = createRedisCalls(open(), clock);
  const keys = redisKeys(prefix);
  const subscription = createRedisSubscription(open, keys.channel);
  return {
    getMany: (space, names) => getMany(calls, keys, space, names),
    setMany: (space, fence, entries) => setMany(calls, keys, { space, fence, entries }),
    deleteTags: (space, tags, how) => deleteTags(calls, keys, { space, tags, how }),
    vouch: (space, lease) => vouch(calls, keys, space, lease),
    increment: (tenantId, key, by, ttlMs) => increment(calls, keys, { tenantId, key, by, ttlMs }),
    subscribe: (listener) => subscription.add(listener),
    close: async () => {
      subscription.close();
      await calls.close();
    },
  };
}

async function getMany(
  calls: RedisCalls,
  keys: RedisKeys,
  space: CacheSpace,
  names: readonly string[],
): Promise<CacheRead> {
  checkSpace(space);
  checkNames('keys', names, limits.keys);
  const [fence, held, ...values] = await calls.list(
    getManyScript,
    [keys.fence(space), ...names.map((name) => keys.entry(space, name))],
    [keys.tag(space, '')],
  );
  return {
    fence: textOrNull(fence),
    settled: held === 0,
    values: names.map((_, index) => textOrNull(values[index])),
  };
}

async function setMany(
  calls: RedisCalls,
  keys: RedisKeys,
  { space, fence, entries }: { space: CacheSpace; fence: Fence; entries: readonly CacheEntry[] },
): Promise<number> {
  checkSpace(space);
  checkEntries(entries);
  if (entries.length === 0) return 0;
  return calls.number(
    setManyScript,
    [keys.fence(space), ...entries.map((entry) => keys.entry(space, entry.key))],
    [
      fence,
      keys.tag(space, ''),
      ...entries.flatMap((entry) => [entry.value, entry.ttlMs, entry.tags.join('\t')]),
    ],
  );
}

async function deleteTags(
  calls: RedisCalls,
  keys: RedisKeys,
  { space, tags, how }: { space: CacheSpace; tags: readonly string[]; how: 'delete' | 'hold' },
): Promise<void> {
  checkSpace(space);
  checkNames('tags', tags, limits.tagsOfCall);
  const unique = [...new Set(tags)];
  if (unique.length === 0) return;
  const taken = await calls.list(
    deleteTagsScript,
    [keys.fence(space), ...unique.map((tag) => keys.tag(space, tag))],
    [
      how,
      keys.taken(space, randomUUID()),
      limits.tombstones,
      keys.channel,
      JSON.stringify({ space, tags: unique }),
      ...unique,
    ],
  );
  // Unreadable already; what is left is to remove the values, step by step. An interrupted removal ends by expiry.
  for (const set of taken) {
    while ((await calls.number(sweepScript, [String(set)], [limits.sweep])) === limits.sweep);
  }
}

async function vouch(
  calls: RedisCalls,
  keys: RedisKeys,
  space: CacheSpace,
  lease: Lease,
): Promise<LeaseAnswer> {
  checkSpace(space);
  checkName('lease.holder', lease.holder);
  checkTtl('lease.leaseMs', lease.leaseMs);
  checkPositive('lease.newEpoch', lease.newEpoch);
  checkNames('lease.held', lease.held, limits.tombstones);
  const { holder, leaseMs, latestMs, renewEpoch, newEpoch, held } = lease;
  const values = [holder, leaseMs, Math.floor(latestMs), renewEpoch ? 1 : 0, newEpoch, ...held];
  const [outcome, nowMs] = await calls.list(vouchScript, [keys.fence(space)], values);
  if (outcome !== 'kept' && outcome !== 'new' && outcome !== 'late') {
    throw new Error('Redis answered a lease with an unknown outcome');
  }
  return { outcome, nowMs: Number(nowMs) };
}

async function increment(
  calls: RedisCalls,
  keys: RedisKeys,
  { tenantId, key, by, ttlMs }: { tenantId: string; key: string; by: number; ttlMs: number },
): Promise<Count> {
  checkTenant(tenantId);
  checkName('key', key);
  checkPositive('by', by);
  checkTtl('ttlMs', ttlMs);
  const [value, left] = await calls.list(incrementScript, [keys.counter(tenantId, key)], [by, ttlMs]);
  return { value: Number(value), resetsInMs: Number(left) };
}

function textOrNull(reply: unknown): string | null {
  return typeof reply === 'string' ? reply : null;
}
