import { randomUUID } from 'node:crypto';
import type {
  Cache,
  CacheEntry,
  CacheRead,
  CacheSpace,
  Count,
  Fence,
  Hold,
  Lease,
  LeaseAnswer,
} from './cache.ts';
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
import { createRedisCalls } from './redis-calls.ts';
import type { RedisCalls } from './redis-calls.ts';
import { openRedisClient } from './redis-client.ts';
import type { RedisTimes } from './redis-client.ts';
import { redisKeys } from './redis-keys.ts';
import type { RedisKeys } from './redis-keys.ts';
import { createRedisSubscription } from './redis-subscription.ts';
import { parseRedisUrl } from './redis-url.ts';
import {
  beginScript,
  getManyScript,
  holdScript,
  incrementScript,
  leaveScript,
  releaseScript,
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
    begin: async (space, epoch, lifeMs) => {
      checkSpace(space);
      checkPositive('epoch', epoch);
      checkTtl('lifeMs', lifeMs);
      await calls.number(beginScript, [keys.fence(space), keys.members(space)], [epoch, lifeMs]);
    },
    vouch: (space, lease) => vouch(calls, keys, space, lease),
    leave: async (space, holder) => {
      checkSpace(space);
      checkName('holder', holder);
      await calls.number(leaveScript, [keys.members(space)], [holder]);
    },
    hold: (space, hold) => holdTags(calls, keys, space, hold),
    release: (space, hold) => releaseTags(calls, keys, space, hold),
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

async function holdTags(calls: RedisCalls, keys: RedisKeys, space: CacheSpace, hold: Hold): Promise<void> {
  checkSpace(space);
  checkHold(hold);
  const tags = [...new Set(hold.tags)];
  if (tags.length === 0) return;
  const { epoch, id, holder, leaseMs } = hold;
  const taken = await calls.list(
    holdScript,
    [keys.fence(space), keys.members(space), ...tags.map((tag) => keys.tag(space, tag))],
    [
      epoch,
      id,
      keys.taken(space, randomUUID()),
      keys.channel,
      messageOf(space, tags),
      holder,
      leaseMs,
      ...tags,
    ],
  );
  // Unreadable already; what is left is to remove the values, step by step. An interrupted removal ends by expiry.
  for (const set of taken) {
    while ((await calls.number(sweepScript, [String(set)], [limits.sweep])) === limits.sweep);
  }
}

async function releaseTags(calls: RedisCalls, keys: RedisKeys, space: CacheSpace, hold: Hold): Promise<void> {
  checkSpace(space);
  checkHold(hold);
  const tags = [...new Set(hold.tags)];
  if (tags.length === 0) return;
  const values = [hold.id, limits.tombstones, keys.channel, messageOf(space, tags), ...tags];
  await calls.number(releaseScript, [keys.fence(space)], values);
}

function messageOf(space: CacheSpace, tags: readonly string[]): string {
  return JSON.stringify({ space, tags });
}

async function vouch(
  calls: RedisCalls,
  keys: RedisKeys,
  space: CacheSpace,
  lease: Lease,
): Promise<LeaseAnswer> {
  checkSpace(space);
  checkLease(lease);
  const { holder, epoch, leaseMs, latestMs } = lease;
  const [outcome, nowMs] = await calls.list(
    vouchScript,
    [keys.fence(space), keys.members(space)],
    [holder, epoch, leaseMs, Math.floor(latestMs)],
  );
  if (outcome !== 'kept' && outcome !== 'lapsed' && outcome !== 'late') {
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
