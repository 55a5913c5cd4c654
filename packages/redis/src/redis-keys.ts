import type { CacheSpace } from './cache.ts';

/** Names of keys. The tenant stands in braces: a cluster keeps all of a tenant's keys in one slot. */
export interface RedisKeys {
  fence(space: CacheSpace): string;
  /** Who vouches for the space. */
  members(space: CacheSpace): string;
  entry(space: CacheSpace, key: string): string;
  tag(space: CacheSpace, tag: string): string;
  /** Where the set of a deleted tag waits for its entries to be removed. `id` makes it one of a kind. */
  taken(space: CacheSpace, id: string): string;
  counter(tenantId: string, key: string): string;
  readonly channel: string;
}

export function redisKeys(prefix: string): RedisKeys {
  const of = (space: CacheSpace) => `${prefix}:{${space.tenantId}}:${space.name}`;
  return {
    fence: (space) => `${of(space)}:fence`,
    members: (space) => `${of(space)}:members`,
    entry: (space, key) => `${of(space)}:e:${key}`,
    tag: (space, tag) => `${of(space)}:t:${tag}`,
    taken: (space, id) => `${of(space)}:x:${id}:`,
    counter: (tenantId, key) => `${prefix}:{${tenantId}}:#:${key}`,
    channel: `${prefix}:invalidations`,
  };
}
