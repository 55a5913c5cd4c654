import type { Database } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import { expect, it } from 'vitest';
import { once } from './once.ts';
import { createTenantLoader } from './tenant-loader.ts';
import { createTenantReader } from './tenant-reader.ts';

/** A database that counts transactions; a read learns which one it runs in. */
function counting() {
  const tenants: string[] = [];
  const database = {
    inTenant: async (tenantId: string, work: (trx: Transaction<unknown>) => Promise<unknown>) => {
      tenants.push(tenantId);
      // The reads of these tests look at nothing but the number.
      return work(tenants.length as unknown as Transaction<unknown>);
    },
  };
  // The reader opens transactions and nothing else.
  return { tenants, database: database as unknown as Database<unknown> };
}

it('reads that are asked for in one turn share a transaction of the tenant', async () => {
  const { tenants, database } = counting();
  const reader = createTenantReader(database, 'acme');
  expect(await Promise.all([reader.read(async (trx) => trx), reader.read(async () => 'b')])).toEqual([
    1,
    'b',
  ]);
  expect(await reader.read(async (trx) => trx)).toBe(2);
  expect(tenants).toEqual(['acme', 'acme']);
});

it('a read that fails fails those that share its transaction and none after', async () => {
  const reader = createTenantReader(counting().database, 'acme');
  const failed = new Error('no such table');
  const outcomes = await Promise.allSettled([
    reader.read(async () => 'a'),
    reader.read(async () => Promise.reject(failed)),
  ]);
  expect(outcomes).toEqual([
    { status: 'rejected', reason: failed },
    { status: 'rejected', reason: failed },
  ]);
  expect(await reader.read(async () => 'later')).toBe('later');
});

it('a loader asks once for all keys of a turn and gives what is missing', async () => {
  const { tenants, database } = counting();
  const asked: unknown[] = [];
  const loader = createTenantLoader(
    createTenantReader(database, 'acme'),
    async (_trx, tenantId, keys) => {
      asked.push([tenantId, keys]);
      return new Map([['a', 1]]);
    },
    0,
  );
  expect(await Promise.all([loader.load('a'), loader.load('b'), loader.load('a')])).toEqual([1, 0, 1]);
  expect([asked, tenants]).toEqual([[['acme', ['a', 'b']]], ['acme']]);
});

it('what is shared is loaded once, at the first call', async () => {
  let loads = 0;
  const load = once(async () => (loads += 1));
  expect(loads).toBe(0);
  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
});
