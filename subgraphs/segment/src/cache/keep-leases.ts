import type { Invalidator } from '@customer360/redis';
import { LEASE_MS } from './scoring-cache.ts';

/** Vouches for what is cached of all tenants until it is stopped: nothing is readable in the cache without. */
export interface LeaseKeeper {
  stop(): Promise<void>;
}

export async function keepLeases(options: {
  readonly invalidator: Invalidator;
  readonly listTenants: () => Promise<readonly string[]>;
  readonly onError: (error: unknown) => void;
}): Promise<LeaseKeeper> {
  const { invalidator, listTenants, onError } = options;
  const renew = async (): Promise<void> => {
    try {
      await invalidator.renew(await listTenants());
    } catch (error) {
      onError(error);
    }
  };
  let running = renew();
  await running;
  const timer = setInterval(() => {
    running = running.then(renew);
  }, LEASE_MS / 3);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
