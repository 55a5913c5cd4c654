import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  resetConsumer,
  startConsumer,
  type Consumer,
  type ConsumerOptions,
  type EventLogDatabase,
  type LogEntry,
  type PostgresEventLog,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { entries, entry } from '../test/entries.ts';

interface Tables extends EventLogDatabase {
  seen: { tenant_id: string; position: number; message_id: string };
}

let database: TestDatabase<Tables>;
let log: PostgresEventLog;
let made = 0;
const running: Consumer[] = [];

beforeAll(async () => {
  database = await openTestDatabase<Tables>(eventLogMigrations);
  log = createEventLog(database);
  await sql`create table seen (tenant_id text, position bigint, message_id text)`.execute(database.db);
  await sql`grant select, insert on seen to c360_app`.execute(database.db);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
});

afterAll(async () => {
  await log.close();
  await database.close();
});

async function aTenant(): Promise<string> {
  made += 1;
  await createTenant(database, { id: `tenant-${made}`, name: 'A tenant' });
  return `tenant-${made}`;
}

const record: ConsumerOptions['handle'] = async (trx, tenantId, batch) => {
  await trx
    .insertInto('seen')
    .values(
      batch.map(({ position, messageId }) => ({ tenant_id: tenantId, position, message_id: messageId })),
    )
    .execute();
};

function start(options: Partial<ConsumerOptions> = {}): Consumer {
  const consumer = startConsumer({
    log,
    database,
    name: 'recorder',
    handle: record,
    pollMs: 60_000,
    ...options,
  });
  running.push(consumer);
  return consumer;
}

async function seenOf(tenantId: string): Promise<[number, string][]> {
  const rows = await database.inTenant(tenantId, (trx) =>
    trx.selectFrom('seen').selectAll().where('tenant_id', '=', tenantId).orderBy('position').execute(),
  );
  return rows.map(({ position, message_id }) => [position, message_id]);
}

test('what is in the log already and what comes later are handed over once, in order', async () => {
  const tenant = await aTenant();
  await log.append(tenant, entries(10, 'early'));
  const consumer = start({ batchSize: 4 });
  await consumer.waitFor(tenant, 10, 10_000);
  await log.append(tenant, entries(10, 'later'));
  await consumer.waitFor(tenant, 20, 10_000);
  const expected = [...entries(10, 'early'), ...entries(10, 'later')].map(({ messageId }, index) => [
    index + 1,
    messageId,
  ]);
  expect(await seenOf(tenant)).toEqual(expected);
});

test('an append wakes a waiting consumer long before its next look', async () => {
  const tenant = await aTenant();
  const consumer = start({ name: 'woken' });
  await log.append(tenant, [entry('a')]);
  await consumer.waitFor(tenant, 1, 10_000);
  const began = performance.now();
  await log.append(tenant, [entry('b')]);
  await consumer.waitFor(tenant, 2, 10_000);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('without any wake-up the log is looked at every polling interval', async () => {
  const tenant = await aTenant();
  const silent = { ...database, listen: async () => async () => undefined };
  const deaf = createEventLog(silent);
  const consumer = start({ name: 'polling', log: deaf, pollMs: 20 });
  await log.append(tenant, [entry('a')]);
  await consumer.waitFor(tenant, 1, 10_000);
  expect(await seenOf(tenant)).toEqual([[1, 'a']]);
});

test('a tenant made while the consumer runs is consumed too', async () => {
  const consumer = start({ name: 'newcomers' });
  const tenant = await aTenant();
  await log.append(tenant, [entry('a')]);
  await consumer.waitFor(tenant, 1, 10_000);
  expect(await seenOf(tenant)).toEqual([[1, 'a']]);
});

test('a slow tenant does not hold up another', async () => {
  const [slow, quick] = [await aTenant(), await aTenant()];
  const held = Promise.withResolvers<void>();
  await log.append(slow, [entry('a')]);
  const consumer = start({
    name: 'unequal',
    // The embedded engine has one connection, so the slow tenant waits before it opens a transaction there.
    log: {
      ...log,
      read: async (tenantId, after, limit) => {
        if (tenantId === slow) await held.promise;
        return log.read(tenantId, after, limit);
      },
    },
  });
  await log.append(quick, [entry('b')]);
  await consumer.waitFor(quick, 1, 10_000);
  expect(await seenOf(slow)).toEqual([]);
  held.resolve();
  await consumer.waitFor(slow, 1, 10_000);
  expect(await seenOf(slow)).toEqual([[1, 'a']]);
});

test('two consumers of one name share the work and double nothing', async () => {
  const tenant = await aTenant();
  const [one, two] = [start({ name: 'twins', batchSize: 3 }), start({ name: 'twins', batchSize: 5 })];
  for (let round = 0; round < 20; round += 1) await log.append(tenant, entries(5, `r${round}-`));
  await Promise.all([one.waitFor(tenant, 100, 20_000), two.waitFor(tenant, 100, 20_000)]);
  const positions = (await seenOf(tenant)).map(([position]) => position);
  expect(positions).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
});

test('after a stop a new consumer goes on where the last one ended', async () => {
  const tenant = await aTenant();
  await log.append(tenant, entries(3));
  const first = start({ name: 'resumed' });
  await first.waitFor(tenant, 3, 10_000);
  await first.stop();
  await log.append(tenant, [entry('next')]);
  const second = start({ name: 'resumed' });
  await second.waitFor(tenant, 4, 10_000);
  expect((await seenOf(tenant)).map(([, messageId]) => messageId)).toEqual(['m1', 'm2', 'm3', 'next']);
});

test('a reset consumer is handed the same entries again', async () => {
  const tenant = await aTenant();
  await log.append(tenant, entries(5));
  const handed: LogEntry[][] = [];
  const options: Partial<ConsumerOptions> = {
    name: 'replayed',
    handle: async (_, tenantId, batch) => {
      if (tenantId === tenant) handed.push([...batch]);
    },
  };
  const first = start(options);
  await first.waitFor(tenant, 5, 10_000);
  await first.stop();
  await resetConsumer(database, tenant, 'replayed');
  const second = start({ ...options, batchSize: 2 });
  await second.waitFor(tenant, 5, 10_000);
  const half = handed.flat();
  expect(half).toHaveLength(10);
  expect(half.slice(5)).toEqual(half.slice(0, 5));
});

test('the lag counts entries not consumed and the age of the oldest', async () => {
  const tenant = await aTenant();
  const consumer = start({ name: 'measured' });
  await log.append(tenant, entries(2));
  await consumer.waitFor(tenant, 2, 10_000);
  await consumer.stop();
  const past = createEventLog(database, { clock: () => 0 });
  await past.append(tenant, [entry('x'), entry('y'), entry('z')]);
  const lag = (await consumer.lag()).find(({ tenantId }) => tenantId === tenant);
  expect(lag).toEqual({ tenantId: tenant, entries: 3, seconds: expect.any(Number) });
  expect(lag?.seconds).toBeGreaterThan(0);
});

test('waiting for a position that does not come ends with an error', async () => {
  const tenant = await aTenant();
  const consumer = start({ name: 'awaited' });
  await expect(consumer.waitFor(tenant, 1, 50)).rejects.toThrow('has not reached position 1');
});
