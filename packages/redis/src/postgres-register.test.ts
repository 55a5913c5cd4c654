import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import type { AnyTransaction } from '@customer360/postgres';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EpochRegister } from './epoch-register.ts';
import { cacheMigrations } from './migrations.ts';
import { createPostgresRegister } from './postgres-register.ts';

let database: TestDatabase<unknown>;
let register: EpochRegister<AnyTransaction>;
let tenants = 0;
let acme: string;

beforeAll(async () => {
  database = await openTestDatabase(cacheMigrations);
});
afterAll(() => database.close());
beforeEach(() => {
  register = createPostgresRegister(database, 'segment');
  acme = `acme-${(tenants += 1)}`;
});

const named = async () => (await register.read([acme])).get(acme);
const replace = (former: number | null, next: number, begin = async () => {}) =>
  register.replace(acme, { former, next, begin });

test('a tenant has no epoch until one is named, and each replaces the one that it names', async () => {
  expect(await named()).toBeUndefined();
  expect(await replace(null, 7)).toBe(true);
  expect(await replace(null, 8)).toBe(false);
  expect(await replace(7, 2 ** 47)).toBe(true);
  expect(await named()).toEqual({ epoch: 2 ** 47, closed: null });
});

test('what cannot be begun is not named', async () => {
  await replace(null, 7);
  await expect(replace(7, 8, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await named()).toEqual({ epoch: 7, closed: null });
});

test('a closed epoch stays closed by who was first, until another opens', async () => {
  await replace(null, 7);
  expect(await register.close(acme, 6, 'first')).toBe(false);
  expect(await register.close(acme, 7, 'first')).toBe(true);
  expect(await register.close(acme, 7, 'second')).toBe(true);
  expect(await named()).toMatchObject({ epoch: 7, closed: { by: 'first' } });
  expect((await named())?.closed?.forMs).toBeGreaterThanOrEqual(0);
  await replace(7, 8);
  expect(await named()).toEqual({ epoch: 8, closed: null });
});

test('spaces of other names and tenants have epochs of their own', async () => {
  await replace(null, 7);
  expect((await createPostgresRegister(database, 'profile').read([acme])).size).toBe(0);
  expect(await database.inTenant('rival', (trx) => register.confirm(trx, 'rival'))).toBeNull();
  const seen = await database.inTenant('rival', (trx) =>
    sql`select * from cache.epoch where tenant_id = ${acme}`.execute(trx),
  );
  expect(seen.rows).toEqual([]);
});

test('a change sees what is named', async () => {
  const confirm = () => database.inTenant(acme, (trx) => register.confirm(trx, acme));
  expect(await confirm()).toBeNull();
  await replace(null, 7);
  expect(await confirm()).toEqual({ epoch: 7, closed: null });
  await register.close(acme, 7, 'first');
  expect(await confirm()).toMatchObject({ epoch: 7, closed: { by: 'first' } });
});

// The embedded engine runs one transaction at a time.
describe.runIf(process.env['TEST_POSTGRES_URL'])('several transactions at once', () => {
  /** Runs while a change has confirmed what is named, and has not committed. */
  async function duringChange(work: () => Promise<void>): Promise<void> {
    await database.inTenant(acme, async (trx) => {
      await register.confirm(trx, acme);
      await work();
    });
  }

  test.each([
    ['the first', null],
    ['another', 7],
  ] as const)('%s epoch is not named while a change is about to commit', async (_which, former) => {
    if (former !== null) await replace(null, former);
    let begun = false;
    await duringChange(async () => {
      expect(
        await replace(former, 8, async () => {
          begun = true;
        }),
      ).toBe(false);
    });
    expect(begun).toBe(false);
    expect(await replace(former, 8)).toBe(true);
  });

  test('an epoch is closed once the changes under way have ended, and they do not wait for one another', async () => {
    await replace(null, 7);
    const order: string[] = [];
    let closing: Promise<unknown> = Promise.resolve();
    await duringChange(async () => {
      closing = register.close(acme, 7, 'first').then(() => order.push('closed'));
      await database.inTenant('rival', (trx) => register.confirm(trx, 'rival'));
      order.push('committed');
    });
    await closing;
    expect(order).toEqual(['committed', 'closed']);
  });

  test('a change waits for an epoch that is being named and sees it', async () => {
    await replace(null, 7);
    const changed = Promise.withResolvers<unknown>();
    await replace(7, 8, async () => {
      void database
        .inTenant(acme, (trx) => register.confirm(trx, acme))
        .then(changed.resolve, changed.reject);
      // The change has asked by the time that this answers.
      await sql`select 1`.execute(database.db);
    });
    expect(await changed.promise).toEqual({ epoch: 8, closed: null });
  });
});
