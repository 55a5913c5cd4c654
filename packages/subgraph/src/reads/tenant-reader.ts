import type { Database } from '@customer360/postgres';
import type { Transaction } from 'kysely';

/** Reads of one request. What is asked for in one turn of the event loop shares a transaction. */
export interface TenantReader<DB> {
  readonly tenantId: string;
  read<T>(work: (trx: Transaction<DB>) => Promise<T>): Promise<T>;
}

interface Waiting<DB> {
  readonly work: (trx: Transaction<DB>) => Promise<unknown>;
  readonly done: PromiseWithResolvers<unknown>;
}

/**
 * A transaction costs three statements besides what it is for, and a level of a query asks several loaders at once:
 * together they take one connection and one transaction.
 */
export function createTenantReader<DB>(database: Database<DB>, tenantId: string): TenantReader<DB> {
  let waiting: Waiting<DB>[] = [];

  async function readTogether(reads: readonly Waiting<DB>[]): Promise<void> {
    try {
      const results = await database.inTenant(tenantId, async (trx) => {
        const found: unknown[] = [];
        for (const { work } of reads) found.push(await work(trx));
        return found;
      });
      for (const [place, { done }] of reads.entries()) done.resolve(results[place]);
    } catch (error) {
      // A failed statement ends the transaction for all that share it.
      for (const { done } of reads) done.reject(error);
    }
  }

  return {
    tenantId,
    read<T>(work: (trx: Transaction<DB>) => Promise<T>): Promise<T> {
      const done = Promise.withResolvers<unknown>();
      if (waiting.length === 0) {
        // Loaders dispatch in `nextTick`: this runs behind all that were scheduled before.
        process.nextTick(() => {
          const reads = waiting;
          waiting = [];
          void readTogether(reads);
        });
      }
      waiting.push({ work, done });
      // `readTogether` resolves it with what `work` gave.
      return done.promise as Promise<T>;
    },
  };
}
