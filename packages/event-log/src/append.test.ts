import {
  createEventLog,
  createTenant,
  ensurePartitions,
  eventLogMigrations,
  loadKeyedIds,
  MissingPartitionError,
  type AppendMeasure,
  type EventLogDatabase,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entries, entry } from '../test/entries.ts';

let database: TestDatabase<EventLogDatabase>;
const measures: AppendMeasure[] = [];
let now = Date.now();
let log: ReturnType<typeof createEventLog>;
const alarms: string[] = [];
let made = 0;

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  log = createEventLog(database, {
    clock: () => now,
    onAppend: (measure) => measures.push(measure),
    onMissingPartition: ({ month }) => alarms.push(month),
  });
});

afterAll(async () => {
  await log.close();
  await database.close();
});

async function aTenant(): Promise<string> {
  made += 1;
  const id = `tenant-${made}`;
  await createTenant(database, { id, name: 'A tenant' });
  return id;
}

test('entries get positions from 1 on, in order, and are read back whole', async () => {
  const tenant = await aTenant();
  const ids = await loadKeyedIds(database, tenant);
  now = Date.UTC(2026, 0, 2);
  await ensurePartitions(database, { from: now });
  const user = { type: 'user_id', value: 'u-1' };
  const visitor = { type: 'anonymous_id', value: 'Ünï "quoted", \\ {braces}' };
  const results = await log.append(tenant, [
    entry('a', {
      kind: 'track',
      eventName: 'Product Viewed',
      timestamp: now - 5,
      originalTimestamp: now - 6,
      sentAt: now - 1,
      receivedAt: now - 2,
      identifiers: [user, visitor],
      mentions: [{ type: 'email', value: 'jo@example.com' }],
      payload: '{"emoji":"💶","line":"a\\nb"}',
    }),
    entry('b', { receivedAt: now, timestamp: now + 9, identifiers: [] }),
  ]);
  expect(results).toEqual([
    { status: 'accepted', eventId: ids.eventId('web', 'a'), position: 1 },
    { status: 'accepted', eventId: ids.eventId('web', 'b'), position: 2 },
  ]);
  expect(await log.read(tenant, 0, 10)).toEqual([
    {
      position: 1,
      loggedAt: now,
      eventId: ids.eventId('web', 'a'),
      sourceId: 'web',
      kind: 'track',
      eventName: 'Product Viewed',
      messageId: 'a',
      timestamp: now - 5,
      receivedAt: now - 2,
      time: now - 5,
      identifiers: [
        { id: ids.of('identifier', 'web', 'a', 0), type: 'user_id' },
        { id: ids.of('identifier', 'web', 'a', 1), type: 'anonymous_id' },
      ],
      payload: '{"emoji":"💶","line":"a\\nb"}',
      tombstonedBy: null,
    },
    expect.objectContaining({ position: 2, time: now, identifiers: [], messageId: 'b' }),
  ]);
  expect(await log.head(tenant)).toEqual({ through: 2, clock: now });
});

test('an identifier keeps the id that the first message gave it', async () => {
  const tenant = await aTenant();
  await log.append(tenant, [entry('first'), entry('second')]);
  await log.append(tenant, [entry('third')]);
  const ids = await loadKeyedIds(database, tenant);
  const read = await log.read(tenant, 0, 10);
  const expected = [{ id: ids.of('identifier', 'web', 'first', 0), type: 'anonymous_id' }];
  expect(read.map(({ identifiers }) => identifiers)).toEqual([expected, expected, expected]);
});

test('the same message again is a duplicate that names the first position', async () => {
  const tenant = await aTenant();
  const [first] = await log.append(tenant, [entry('a')]);
  const again = await log.append(tenant, [entry('new'), entry('a')]);
  expect(again).toEqual([
    { status: 'accepted', eventId: again[0]?.eventId, position: 2 },
    { status: 'duplicate', eventId: first?.eventId, position: 1 },
  ]);
});

test('the same message with other content is a conflict and writes nothing, not even its identifiers', async () => {
  const tenant = await aTenant();
  await log.append(tenant, [entry('a')]);
  const [result] = await log.append(tenant, [
    entry('a', { payload: '{"other":1}', identifiers: [{ type: 'user_id', value: 'never seen' }] }),
  ]);
  expect(result).toMatchObject({ status: 'conflict' });
  const values = await database.inTenant(tenant, (trx) =>
    trx.selectFrom('event_log.identifier_value').select('value').execute(),
  );
  expect(values).toEqual([{ value: 'visitor' }]);
  expect(await log.head(tenant)).toMatchObject({ through: 1 });
});

test('repetitions inside a batch are answered like later ones, also of a message in conflict', async () => {
  const tenant = await aTenant();
  await log.append(tenant, [entry('old')]);
  const changed = { payload: '{"changed":true}' };
  const results = await log.append(tenant, [
    entry('a'),
    entry('a'),
    entry('a', changed),
    entry('old', changed),
    entry('old'),
    entry('z'),
  ]);
  expect(results.map((result) => [result.status, 'position' in result ? result.position : null])).toEqual([
    ['accepted', 2],
    ['duplicate', 2],
    ['conflict', null],
    ['conflict', null],
    ['duplicate', 1],
    ['accepted', 3],
  ]);
  expect(measures.at(-1)).toMatchObject({ tenantId: tenant, accepted: 2, duplicates: 2, conflicts: 2 });
});

test('the content key decides what is the same when it is given', async () => {
  const tenant = await aTenant();
  await log.append(tenant, [entry('a', { payload: '{"n":1}', contentKey: 'same' })]);
  const [result] = await log.append(tenant, [entry('a', { payload: '{"n":2}', contentKey: 'same' })]);
  expect(result).toMatchObject({ status: 'duplicate', position: 1 });
});

test('a message whose content was erased is always a duplicate', async () => {
  const tenant = await aTenant();
  await log.append(tenant, [entry('a')]);
  await database.asSystem((trx) =>
    trx
      .updateTable('event_log.uniqueness')
      .set({ content_hash: null, position: null })
      .where('tenant_id', '=', tenant)
      .execute(),
  );
  const [result] = await log.append(tenant, [entry('a', { payload: '{"other":1}' })]);
  expect(result).toMatchObject({ status: 'duplicate', position: null });
});

test('the log clock never goes back', async () => {
  const tenant = await aTenant();
  const start = now;
  await log.append(tenant, [entry('a')]);
  now = start - 60_000;
  await log.append(tenant, [entry('b')]);
  now = start;
  const read = await log.read(tenant, 0, 10);
  expect(read.map(({ loggedAt }) => loggedAt)).toEqual([start, start]);
});

test('tenants have their own positions and ids', async () => {
  const [one, two] = [await aTenant(), await aTenant()];
  const [first] = await log.append(one, [entry('a')]);
  const [second] = await log.append(two, [entry('a')]);
  expect([first, second]).toMatchObject([{ position: 1 }, { position: 1 }]);
  expect(first?.eventId).not.toBe(second?.eventId);
});

test('an unknown tenant is refused', async () => {
  await expect(log.append('nobody', [entry('a')])).rejects.toThrow('Tenant nobody does not exist');
  await expect(log.head('nobody')).rejects.toThrow('Tenant nobody does not exist');
});

test('a write after the last partition names its month and leaves nothing of the batch', async () => {
  const tenant = await aTenant();
  const late = entry('late', { receivedAt: Date.UTC(2031, 4, 5) });
  const append = log.append(tenant, [entry('a'), late]);
  await expect(append).rejects.toThrow(MissingPartitionError);
  await expect(append).rejects.toMatchObject({ month: '2031-05' });
  expect(alarms).toEqual(['2031-05']);
  expect(await log.head(tenant)).toMatchObject({ through: 0 });
  const [result] = await log.append(tenant, [entry('a')]);
  expect(result).toMatchObject({ status: 'accepted', position: 1 });
});

test('a transaction of one tenant cannot append to another', async () => {
  const [mine, other] = [await aTenant(), await aTenant()];
  const append = database.inTenant(mine, (trx) => sql`select event_log.enter_tenant(${other})`.execute(trx));
  await expect(append).rejects.toThrow('another tenant');
});

test('a batch of 1,000 with shared identifiers arrives in order', async () => {
  const tenant = await aTenant();
  await log.append(tenant, entries(1_000));
  const read = await log.read(tenant, 0, 2_000);
  expect(read.map(({ messageId }) => messageId)).toEqual(entries(1_000).map(({ messageId }) => messageId));
});
