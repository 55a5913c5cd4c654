import { vi } from 'vitest';
import type { Cache } from '../src/cache.ts';

/** Waits until the cache answers. */
export async function whenReady(cache: Cache): Promise<void> {
  await vi.waitFor(() => cache.getMany({ tenantId: 'nobody', name: 'nothing' }, []), {
    timeout: 5000,
    interval: 5,
  });
}
