export { createCacheAside } from './cache-aside.ts';
export type { CacheAside, CacheAsideOptions } from './cache-aside.ts';
export { CacheUnavailable } from './cache-unavailable.ts';
export type {
  Cache,
  CacheEntry,
  CacheRead,
  CacheSpace,
  Count,
  Fence,
  Invalidation,
  Lease,
  LeaseAnswer,
} from './cache.ts';
export type { InvalidatorOptions } from './invalidator-options.ts';
export { createInvalidator } from './invalidator.ts';
export type { Invalidator, Release } from './invalidator.ts';
export { createMemoryCache } from './memory-cache.ts';
export type { MemoryCacheOptions } from './memory-cache.ts';
export { createCacheCounters, createInvalidatorCounters } from './metrics.ts';
export type { CacheCounters, InvalidatorCounters } from './metrics.ts';
export { openRedisCache } from './redis-cache.ts';
export type { RedisCacheOptions } from './redis-cache.ts';
export { parseRedisUrl } from './redis-url.ts';
export type { RedisTarget } from './redis-url.ts';
