import {
  copyTenantLog,
  createEventLog,
  createTenant,
  eventLogMigrations,
  findIdentifierIds,
  loadKeyedIds,
  readAnswers,
  storeAnswers,
  type EventLogDatabase,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entries, entry } from '../test/entries.ts';

let from: TestDatabase<EventLogDatabase>;
let to: TestDatabase<EventLogDatabase>;

beforeAll(async () => {
  from = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  to = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
});

afterAll(async () => {
  await from.close();
  await to.close();
});

test('a copied log has the same entries, keys, dictionary and answers, and goes on where the first one ended', async () => {
  await createTenant(from, { id: 'acme', name: 'Acme' });
  const log = createEventLog(from);
  const user = { type: 'user_id', value: 'u-1' };
  const rich = entry('rich', { sentAt: 5, identifiers: [user], mentions: [user], payload: '{"a":["b, c"]}' });
  await log.append('acme', [...entries(600), rich]);
  await from.inTenant('acme', (trx) =>
    storeAnswers(trx, 'acme', [{ position: 3, answer: ['merged', { id: 1 }] }]),
  );

  await copyTenantLog(from, to, 'acme');

  const copy = createEventLog(to);
  expect(await copy.read('acme', 0, 1_000)).toEqual(await log.read('acme', 0, 1_000));
  expect(await copy.head('acme')).toEqual(await log.head('acme'));
  const [one, two] = [await loadKeyedIds(from, 'acme'), await loadKeyedIds(to, 'acme')];
  expect(two.of('profile', 1)).toBe(one.of('profile', 1));
  const read = await to.inTenant('acme', async (trx) => ({
    answers: await readAnswers(trx, 'acme', [3]),
    ids: await findIdentifierIds(trx, 'acme', [user]),
  }));
  expect(read).toEqual({
    answers: new Map([[3, ['merged', { id: 1 }]]]),
    ids: [one.of('identifier', 'web', 'rich', 0)],
  });
  expect(await copy.append('acme', [rich, entry('next')])).toMatchObject([
    { status: 'duplicate', position: 601 },
    { status: 'accepted', position: 602 },
  ]);
  await expect(copyTenantLog(from, to, 'acme')).rejects.toThrow(/duplicate key/);
  await Promise.all([log.close(), copy.close()]);
});
