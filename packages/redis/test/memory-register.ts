import type { Epoch, EpochRegister } from '../src/index.ts';

/** A transaction of a store in memory that keeps what it confirmed until it ends. */
export interface MemoryTransaction {
  readonly isOpen: () => boolean;
  readonly end: () => void;
}

export interface MemoryRegister extends EpochRegister<MemoryTransaction> {
  readonly begin: () => MemoryTransaction;
}

/**
 * A register of one tenant that locks as PostgreSQL does: a change shares the row until it ends, naming another epoch or
 * closing one waits for all of them. `tick` lets others act on the way.
 */
export function createMemoryRegister(options: {
  readonly clock: () => number;
  readonly tick: () => Promise<void>;
}): MemoryRegister {
  const { clock, tick } = options;
  let epoch: Epoch | null = null;
  let closed: { readonly by: string; readonly at: number } | null = null;
  let isLocked = false;
  const sharers = new Set<MemoryTransaction>();
  let waiting: (() => void)[] = [];
  const wake = () => {
    const all = waiting;
    waiting = [];
    all.forEach((one) => one());
  };
  const until = async (free: () => boolean) => {
    while (!free()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const alone = () => !isLocked && sharers.size === 0;
  const named = () =>
    epoch === null
      ? null
      : { epoch, closed: closed === null ? null : { by: closed.by, forMs: clock() - closed.at } };
  return {
    begin: () => {
      let isOpen = true;
      const transaction = {
        isOpen: () => isOpen,
        end: () => {
          isOpen = false;
          sharers.delete(transaction);
          wake();
        },
      };
      return transaction;
    },
    read: async (tenantIds) => {
      await tick();
      const now = named();
      await tick();
      return new Map(now === null ? [] : tenantIds.map((id) => [id, now]));
    },
    confirm: async (transaction) => {
      await tick();
      await until(() => !isLocked);
      if (!transaction.isOpen()) throw new Error('the transaction was ended');
      sharers.add(transaction);
      const now = named();
      await tick();
      return now;
    },
    replace: async (_tenantId, { former, next, begin }) => {
      await tick();
      // PostgreSQL waits for a second; here the next renewal tries again.
      if (!alone() || epoch !== former) return false;
      isLocked = true;
      try {
        await begin();
        [epoch, closed] = [next, null];
      } finally {
        isLocked = false;
        wake();
      }
      await tick();
      return true;
    },
    close: async (_tenantId, which, by) => {
      await tick();
      await until(alone);
      if (epoch !== which) return false;
      closed ??= { by, at: clock() };
      await tick();
      return true;
    },
  };
}
