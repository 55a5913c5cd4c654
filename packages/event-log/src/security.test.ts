import { randomUUID } from 'node:crypto';
import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  findIdentifierIds,
  findIdentifierValues,
  type EventLogDatabase,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entry } from '../test/entries.ts';

let database: TestDatabase<EventLogDatabase>;

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  const log = createEventLog(database);
  for (const tenant of ['acme', 'globex']) {
    await createTenant(database, { id: tenant, name: tenant });
    await log.append(tenant, [entry('a', { identifiers: [{ type: 'user_id', value: `${tenant}'s user` }] })]);
  }
  await log.close();
});

afterAll(() => database.close());

const tables = [
  'event_log.tenant',
  'event_log.tenant_key',
  'event_log.head',
  'event_log.identifier_value',
  'event_log.uniqueness',
  'event_log.accepted',
] as const;

test.each(tables)('in a transaction of acme, %s shows rows of acme only', async (table) => {
  const rows = await database.inTenant('acme', (trx) => trx.selectFrom(table).select('tenant_id').execute());
  expect(new Set(rows.map(({ tenant_id }) => tenant_id))).toEqual(new Set(['acme']));
});

test('every table with a tenant is behind forced row-level security', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('event_log', 'ingestion') and c.relkind in ('r', 'p') and not c.relispartition
      and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(database.db);
  expect(rows).toEqual([]);
});

test('partitions cannot be reached around the table that is secured', async () => {
  const read = database.inTenant('acme', (trx) => sql`select * from event_log.uniqueness_0`.execute(trx));
  await expect(read).rejects.toThrow(/permission denied/);
});

test('the log cannot be changed or emptied by a tenant', async () => {
  const change = database.inTenant('acme', (trx) =>
    trx.updateTable('event_log.accepted').set({ payload: '{}' }).execute(),
  );
  await expect(change).rejects.toThrow(/permission denied/);
  const remove = database.inTenant('acme', (trx) => trx.deleteFrom('event_log.uniqueness').execute());
  await expect(remove).rejects.toThrow(/permission denied/);
});

test('the dictionary finds own values by value and by id, and no others', async () => {
  const values = [
    { type: 'user_id', value: "acme's user" },
    { type: 'user_id', value: "globex's user" },
  ];
  const found = await database.inTenant('acme', async (trx) => {
    const ids = await findIdentifierIds(trx, 'acme', values);
    return { ids, values: await findIdentifierValues(trx, 'acme', [ids[0] ?? '', randomUUID()]) };
  });
  expect(found.ids).toEqual([expect.any(String), null]);
  expect(found.values).toEqual(new Map([[found.ids[0], values[0]]]));
});

test('a write key is found before the tenant is known, and nothing else is', async () => {
  const hash = Buffer.alloc(32, 7);
  await database.inTenant('acme', async (trx) => {
    await trx.insertInto('ingestion.source').values({ tenant_id: 'acme', id: 'web', name: 'Web' }).execute();
    await trx
      .insertInto('ingestion.write_key')
      .values({
        tenant_id: 'acme',
        id: randomUUID(),
        source_id: 'web',
        key_hash: hash,
        hint: '…7',
        revoked_at: null,
      })
      .execute();
  });
  const find = (key: Buffer) =>
    sql`select * from ingestion.find_write_key(${key})`.execute(database.db).then(({ rows }) => rows);
  expect(await find(hash)).toEqual([{ tenant_id: 'acme', source_id: 'web', revoked: false }]);
  expect(await find(Buffer.alloc(32, 8))).toEqual([]);
});

test('a tenant is made once and its id is checked', async () => {
  await expect(createTenant(database, { id: 'acme', name: 'Again' })).rejects.toThrow('exists already');
  // An access token cannot name these, so nobody could ever read what such a tenant has.
  for (const id of ['../x', 'Acme', 'acme_shop', '-acme', 'acme-', 'a'.repeat(64), '']) {
    await expect(createTenant(database, { id, name: 'Bad' })).rejects.toThrow('not a tenant id');
  }
});
