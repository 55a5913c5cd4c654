import {
  createTenantSchema,
  enableTenantSecurity,
  isTooSlow,
  openDatabase,
  type Database,
  type Migrations,
} from '@customer360/postgres';
import { openTestDatabase } from '@customer360/testing';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Tables {
  'shop.note': { tenant_id: string; text: string; size: number; words: string[] };
}

const migrations: Migrations = {
  '20260101T0000_note': {
    async up(db) {
      await createTenantSchema(db, 'shop');
      await sql`create table shop.note (tenant_id text, text text, size bigint, words text[])`.execute(db);
      await enableTenantSecurity(db, 'shop.note');
    },
  },
};

let database: Database<Tables>;

beforeAll(async () => {
  database = await openTestDatabase<Tables>(migrations);
  for (const tenant of ['acme', 'globex']) {
    await database.inTenant(tenant, (trx) =>
      trx
        .insertInto('shop.note')
        .values({
          tenant_id: tenant,
          text: `of ${tenant}`,
          size: 9_007_199_254,
          words: ['a', 'b c', 'd"\\,'],
        })
        .execute(),
    );
  }
});

afterAll(() => database.close());

test('a query that forgets the tenant sees the own rows only', async () => {
  const rows = await database.inTenant('acme', (trx) => trx.selectFrom('shop.note').selectAll().execute());
  expect(rows).toEqual([
    { tenant_id: 'acme', text: 'of acme', size: 9_007_199_254, words: ['a', 'b c', 'd"\\,'] },
  ]);
});

test('writing a row of another tenant is refused', async () => {
  const write = database.inTenant('acme', (trx) =>
    trx.insertInto('shop.note').values({ tenant_id: 'globex', text: 'x', size: 1, words: [] }).execute(),
  );
  await expect(write).rejects.toThrow(/row-level security/);
});

test('changing and deleting reach no row of another tenant', async () => {
  await database.inTenant('acme', async (trx) => {
    await trx.updateTable('shop.note').set({ text: 'mine' }).where('tenant_id', '=', 'globex').execute();
    await trx.deleteFrom('shop.note').where('tenant_id', '=', 'globex').execute();
  });
  const texts = await database.asSystem((trx) =>
    trx.selectFrom('shop.note').select('text').orderBy('text').execute(),
  );
  expect(texts).toEqual([{ text: 'of acme' }, { text: 'of globex' }]);
});

test('the tenant and the role end with the transaction', async () => {
  await database.inTenant('acme', async () => undefined);
  const { rows } = await sql`select current_user = session_user as owner,
    coalesce(current_setting('app.tenant_id', true), '') as tenant`.execute(database.db);
  expect(rows).toEqual([{ owner: true, tenant: '' }]);
});

test('a transaction that fails leaves nothing behind', async () => {
  const failing = database.inTenant('acme', async (trx) => {
    await trx
      .insertInto('shop.note')
      .values({ tenant_id: 'acme', text: 'gone', size: 1, words: [] })
      .execute();
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const rows = await database.inTenant('acme', (trx) =>
    trx.selectFrom('shop.note').where('text', '=', 'gone').selectAll().execute(),
  );
  expect(rows).toEqual([]);
});

test('a wake-up reaches the listeners of its channel until they stop', async () => {
  const heard: string[] = [];
  const first = Promise.withResolvers<void>();
  const stop = await database.listen('till', (payload) => {
    heard.push(payload);
    first.resolve();
  });
  await database.notify('elsewhere', 'x');
  await database.notify('till', 'open');
  await first.promise;
  await stop();
  const second = Promise.withResolvers<void>();
  await database.listen('till', () => second.resolve());
  await database.notify('till', 'closed');
  await second.promise;
  expect(heard).toEqual(['open']);
});

test('an error does not carry the values of its statement', async () => {
  const failing = sql`select ${'secret@example.com'}::text || 1 / 0`.execute(database.db);
  const error: unknown = await failing.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(inspect(error)).not.toContain('secret');
});

test.runIf(process.env['TEST_POSTGRES_URL'])('a statement over its time is stopped', async () => {
  const slow = (statementTimeoutMs: number) =>
    database.inTenant('acme', (trx) => sql`select pg_sleep(0.2)`.execute(trx), { statementTimeoutMs });
  expect(await slow(20).catch(isTooSlow)).toBe(true);
  await slow(20_000);
  // The bound ends with its transaction.
  await database.inTenant('acme', (trx) => sql`select pg_sleep(0.2)`.execute(trx));
});

test('only the owner may look into the folder of an embedded database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pglite-'));
  const dataDir = join(folder, 'data', 'pglite');
  const embedded = await openDatabase({ kind: 'pglite', dataDir });
  await embedded.close();
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  rmSync(folder, { recursive: true, force: true });
});
