import { CacheUnavailable } from './cache-unavailable.ts';
import type { Cache } from './cache.ts';

/**
 * For a process that must not cache because others change the same things and share no cache with it: all reads are
 * loads. Should others cache after all, its changes close their epochs, as those of a process that is cut off.
 */
export function createNoCache(): Cache {
  const away = () => Promise.reject(new CacheUnavailable('This process has no cache'));
  return {
    getMany: async (_space, keys) => ({ values: keys.map(() => null), fence: null, settled: true }),
    setMany: async () => 0,
    begin: away,
    vouch: away,
    leave: async () => {},
    hold: away,
    release: away,
    increment: away,
    subscribe: async () => () => {},
    close: async () => {},
  };
}
