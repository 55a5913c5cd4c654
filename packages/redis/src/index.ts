export { createCacheAside } from './cache-aside.ts';
export type { CacheAside, CacheAsideOptions } from './cache-aside.ts';
export { CacheUnavailable } from './cache-unavailable.ts';
export type {
  Cache,
  CacheEntry,
  CacheRead,
  CacheSpace,
  Count,
  Epoch,
  Fence,
  Hold,
  Invalidation,
  Lease,
  LeaseAnswer,
} from './cache.ts';
export { createCachedSpace } from './cached-space.ts';
export type { CachedSpace } from './cached-space.ts';
export type { EpochRegister, NamedEpoch } from './epoch-register.ts';
export { holdNothing } from './hold-tags.ts';
export type { HoldTags, TagsToHold } from './hold-tags.ts';
export type { InvalidatorOptions } from './invalidator-options.ts';
export { createInvalidator } from './invalidator.ts';
export type { Invalidator, Release } from './invalidator.ts';
export { createMemoryCache } from './memory-cache.ts';
export type { MemoryCacheOptions } from './memory-cache.ts';
export { cacheMigrations } from './migrations.ts';
export { createCacheCounters, createInvalidatorCounters } from './metrics.ts';
export type { CacheCounters, InvalidatorCounters } from './metrics.ts';
export { openRedisCache } from './redis-cache.ts';
export type { RedisCacheOptions } from './redis-cache.ts';
export { openSharedCache, redisUrlSetting } from './shared-cache.ts';
