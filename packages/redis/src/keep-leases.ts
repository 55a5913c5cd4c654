import type { Invalidator } from './invalidator.ts';

/** Vouches for what is cached of all tenants until it is stopped: nothing is readable in the cache without. */
export interface LeaseKeeper {
  stop(): Promise<void>;
}

export async function keepLeases(options: {
  readonly invalidator: Pick<Invalidator<never>, 'renew' | 'leave'>;
  readonly leaseMs: number;
  readonly listTenants: () => Promise<readonly string[]>;
  readonly onError: (error: unknown) => void;
}): Promise<LeaseKeeper> {
  const { invalidator, leaseMs, listTenants, onError } = options;
  const renew = async (): Promise<void> => {
    try {
      await invalidator.renew(await listTenants());
    } catch (error) {
      onError(error);
    }
  };
  await renew();
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= renew().finally(() => {
      running = null;
    });
  }, leaseMs / 3);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await invalidator.leave();
    },
  };
}
