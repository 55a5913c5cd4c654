import { setImmediate as turn } from 'node:timers/promises';
import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  loadKeyedIds,
  startConsumer,
  type ConsumerOptions,
  type EventLogDatabase,
  type NewEntry,
  type PostgresEventLog,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendBatch, prepareEntry } from './append-batch.ts';
import { entries, entry } from '../test/entries.ts';

let database: TestDatabase<EventLogDatabase>;
let log: PostgresEventLog;
let made = 0;

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  log = createEventLog(database);
  await sql`create table effect (tenant_id text, position bigint, message_id text)`.execute(database.db);
  await sql`grant select, insert on effect to c360_app`.execute(database.db);
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
  for (const { position, messageId } of batch) {
    await sql`insert into effect values (${tenantId}, ${position}, ${messageId})`.execute(trx);
  }
};

async function effectsOf(tenant: string): Promise<[number, string][]> {
  const { rows } = await sql<{ position: number; message_id: string }>`
    select position, message_id from effect where tenant_id = ${tenant} order by position`.execute(
    database.db,
  );
  return rows.map(({ position, message_id }) => [position, message_id]);
}

function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

test('eight appenders at once leave no gap, no double and one order, with identifiers in common', async () => {
  const tenant = await aTenant();
  const appenders = numbersTo(8).map(async (appender) => {
    for (let round = 0; round < 10; round += 1) {
      // Half of the messages are sent by two appenders; values are shared in different orders.
      const own = numbersTo(10).map((n): NewEntry => {
        const sender = n % 2 === 0 ? 'shared' : `own${appender}`;
        const value = `user ${(n * appender) % 7}`;
        return entry(`${sender}-${round}-${n}`, { identifiers: [{ type: 'user_id', value }] });
      });
      await log.append(
        tenant,
        own.map((item) => ({ ...item, contentKey: item.messageId })),
      );
    }
  });
  await Promise.all(appenders);
  const read = await log.read(tenant, 0, 1_000);
  expect(read.map(({ position }) => position)).toEqual(numbersTo(8 * 50 + 50));
  expect(new Set(read.map(({ eventId }) => eventId)).size).toBe(read.length);
  const clocks = read.map(({ loggedAt }) => loggedAt);
  expect(clocks).toEqual(clocks.toSorted((a, b) => a - b));
  const distinct = new Set(read.flatMap(({ identifiers }) => identifiers.map(({ id }) => id)));
  expect(distinct.size).toBe(7);
});

describe.runIf(process.env['TEST_POSTGRES_URL'])('on a server', () => {
  /** Appends inside a transaction that the test holds open. */
  async function appendIn(trx: Transaction<EventLogDatabase>, tenantId: string, batch: NewEntry[]) {
    const ids = await loadKeyedIds(database, tenantId);
    const prepared = batch.map((item) => prepareEntry(ids, item));
    return appendBatch({ database: { db: trx }, tenantId, ids, clock: null, batch: prepared });
  }

  async function someoneWaitsForALock(): Promise<void> {
    for (;;) {
      const { rows } = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
      if (rows.length > 0) return;
      await turn();
    }
  }

  test('an appender held open with its positions makes later ones wait and nobody skips it', async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const consumer = startConsumer({ log, database, name: 'held', batchSize: 2, handle: record });
    const release = Promise.withResolvers<void>();
    const holds = Promise.withResolvers<void>();
    const first = database.db.transaction().execute(async (trx) => {
      await appendIn(trx, tenant, entries(3, 'first'));
      holds.resolve();
      await release.promise;
    });
    await holds.promise;
    const second = log.append(tenant, entries(3, 'second'));
    await someoneWaitsForALock();
    await log.append(other, [entry('elsewhere')]);
    await consumer.waitFor(other, 1, 20_000);
    expect(await effectsOf(tenant)).toEqual([]);
    release.resolve();
    await first;
    expect(await second).toMatchObject([{ position: 4 }, { position: 5 }, { position: 6 }]);
    await consumer.waitFor(tenant, 6, 20_000);
    await consumer.stop();
    expect(await effectsOf(tenant)).toEqual(
      [...entries(3, 'first'), ...entries(3, 'second')].map(({ messageId }, index) => [index + 1, messageId]),
    );
  });

  test('an appender that began first and commits last is consumed after the one that committed first', async () => {
    const tenant = await aTenant();
    const consumer = startConsumer({ log, database, name: 'late', handle: record });
    await database.db.transaction().execute(async (trx) => {
      // The transaction is older than the other: it has its number and its snapshot.
      await sql`insert into effect values ('none', 0, '')`.execute(trx);
      await log.append(tenant, entries(2, 'second'));
      await consumer.waitFor(tenant, 2, 20_000);
      await appendIn(trx, tenant, entries(2, 'first'));
    });
    await log.append(tenant, [entry('last')]);
    await consumer.waitFor(tenant, 5, 20_000);
    await consumer.stop();
    const messages = (await effectsOf(tenant)).map(([, messageId]) => messageId);
    expect(messages).toEqual(['second1', 'second2', 'first1', 'first2', 'last']);
  });

  test('an append that is rolled back leaves no gap', async () => {
    const tenant = await aTenant();
    const undone = database.db.transaction().execute(async (trx) => {
      await appendIn(trx, tenant, entries(3, 'undone'));
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await log.append(tenant, [entry('a')])).toMatchObject([{ position: 1 }]);
  });

  test('connections killed in the middle of batches lose nothing and double nothing', async () => {
    const tenant = await aTenant();
    await log.append(tenant, entries(400));
    let calls = 0;
    const consumer = startConsumer({
      log,
      database,
      name: 'killed',
      batchSize: 10,
      retryDelayMs: 1,
      handle: async (trx, tenantId, batch) => {
        if (tenantId !== tenant) return;
        calls += 1;
        const kill = async () => {
          // Every connection but the killer's: the batch's own, the reader's and the listener's.
          await sql`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db);
        };
        if (calls % 7 === 3) await kill();
        await record(trx, tenantId, batch);
        if (calls % 7 === 6) await kill();
      },
    });
    await waitThroughFailures(() => consumer.waitFor(tenant, 400, 500));
    await log.append(tenant, entries(20, 'after'));
    await waitThroughFailures(() => consumer.waitFor(tenant, 420, 500));
    await consumer.stop();
    const positions = (await effectsOf(tenant)).map(([position]) => position);
    expect(positions).toEqual(numbersTo(420));
    expect(calls).toBeGreaterThan(42);
  });

  /** The connections that the test itself uses are killed too. */
  async function waitThroughFailures(wait: () => Promise<void>): Promise<void> {
    for (let attempts = 0; attempts < 100; attempts += 1) {
      try {
        return await wait();
      } catch {
        await turn();
      }
    }
    throw new Error('The consumer did not get through');
  }
});
