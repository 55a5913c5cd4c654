import { orNull, type Logger } from '@customer360/service';
import { z } from 'zod';
import type { Cache } from './cache.ts';
import { openRedisCache } from './redis-cache.ts';
import { parseRedisUrl } from './redis-url.ts';

/** The address of the cache that all processes of a subgraph share; null: they have none. */
export const redisUrlSetting = orNull(z.string().refine(isRedisUrl, 'must be a redis:// address'));

/** The cache of a process that others work beside; null where no server is named. */
export function openSharedCache(url: string | null, logger: Pick<Logger, 'warn'>): Cache | null {
  if (url === null) return null;
  return openRedisCache({
    url,
    onConnectionError: (error) => logger.warn({ err: error }, 'the cache cannot be reached'),
  });
}

function isRedisUrl(url: string): boolean {
  try {
    parseRedisUrl(url);
    return true;
  } catch {
    return false;
  }
}
