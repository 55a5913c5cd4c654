import { setTimeout as pause } from 'node:timers/promises';
import { CacheUnavailable } from '../src/index.ts';
import type { Cache } from '../src/index.ts';

/** Waits until the cache answers, at most five seconds. */
export async function whenReady(cache: Cache): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await cache.getMany({ tenantId: 'nobody', name: 'nothing' }, []);
      return;
    } catch (error) {
      if (!(error instanceof CacheUnavailable) || attempt === 1000) throw error;
      await pause(5);
    }
  }
}
