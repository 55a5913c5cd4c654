import {
  createTenant,
  eventLogMigrations,
  forgetKeyedIds,
  type EventLogDatabase,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cursorsOf } from './tenant-cursors.ts';

let database: TestDatabase<EventLogDatabase>;

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  for (const id of ['acme', 'globex', 'keyless']) await createTenant(database, { id, name: id });
});
afterAll(() => database.close());

it('a cursor is good for its tenant for ever and for no other', async () => {
  const cursor = (await cursorsOf(database, 'acme')).encode('letters', ['a', 1]);
  forgetKeyedIds(database, 'acme');
  expect((await cursorsOf(database, 'acme')).decode('letters', cursor)).toEqual(['a', 1]);
  const foreign = await cursorsOf(database, 'globex');
  expect(() => foreign.decode('letters', cursor)).toThrow('The cursor is not one of this list.');
});

it('a tenant that does not exist is forbidden', async () => {
  await expect(cursorsOf(database, 'nobody')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('a failure to read the keys of a tenant that exists stays what it is', async () => {
  await database.asSystem((trx) =>
    trx
      .updateTable('event_log.tenant_key')
      .set({ secret: null, destroyed_at: new Date() })
      .where('tenant_id', '=', 'keyless')
      .execute(),
  );
  const refusal = await cursorsOf(database, 'keyless').catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal).not.toHaveProperty('code', 'FORBIDDEN');
});
