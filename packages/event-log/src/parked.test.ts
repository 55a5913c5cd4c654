import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  listParked,
  resetConsumer,
  retryParked,
  startConsumer,
  type BatchMeasure,
  type ConsumerOptions,
  type EventLogDatabase,
  type LogEntry,
  type PostgresEventLog,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entries, entry } from '../test/entries.ts';

let database: TestDatabase<EventLogDatabase>;
let log: PostgresEventLog;

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  log = createEventLog(database);
  await sql`create table effect (tenant_id text, position bigint)`.execute(database.db);
  await sql`grant select, insert, delete on effect to c360_app`.execute(database.db);
});

afterAll(async () => {
  await log.close();
  await database.close();
});

/** A consumer whose handler fails on the named messages after it has written its effects. */
function fragile(tenant: string, poison: Set<string>, options: Partial<ConsumerOptions> = {}) {
  const attempts = new Map<string, number>();
  const handed: LogEntry[] = [];
  const consumer = startConsumer({
    log,
    database,
    name: 'fragile',
    retryDelayMs: 1,
    pollMs: 60_000,
    handle: async (trx, tenantId, batch) => {
      if (tenantId !== tenant) return;
      for (const { messageId, position } of batch) {
        await sql`insert into effect values (${tenantId}, ${position})`.execute(trx);
        if (!poison.has(messageId ?? '')) continue;
        if (batch.length === 1) attempts.set(messageId ?? '', (attempts.get(messageId ?? '') ?? 0) + 1);
        throw new TypeError(`Cannot read "jo@example.com" of ${messageId}`);
      }
      handed.push(...batch);
    },
    ...options,
  });
  return { consumer, attempts, handed };
}

async function effectsOf(tenant: string): Promise<number[]> {
  const { rows } = await sql<{ position: number }>`
    select position from effect where tenant_id = ${tenant} order by 1`.execute(database.db);
  return rows.map(({ position }) => position);
}

test('a poisoned entry is tried, parked and listed, and everything around it is worked once', async () => {
  await createTenant(database, { id: 'poisoned', name: 'Poisoned' });
  await log.append('poisoned', [...entries(20), entry('bad'), ...entries(20, 'n')]);
  const measures: BatchMeasure[] = [];
  const { consumer, attempts } = fragile('poisoned', new Set(['bad']), {
    maxAttempts: 4,
    onBatch: (measure) => measures.push(measure),
  });
  await consumer.waitFor('poisoned', 41, 20_000);
  await consumer.stop();
  expect(attempts.get('bad')).toBe(4);
  expect(await effectsOf('poisoned')).toEqual(
    Array.from({ length: 41 }, (_, index) => index + 1).filter((position) => position !== 21),
  );
  expect(await listParked(database, 'poisoned', 'fragile')).toEqual([
    {
      position: 21,
      eventId: expect.any(String),
      attempts: 4,
      reason: 'TypeError: Cannot read "…" of bad',
      parkedAt: expect.any(Date),
      retriedAtPosition: null,
    },
  ]);
  expect(measures.map(({ parked }) => parked).reduce((sum, count) => sum + count, 0)).toBe(1);
});

test('a retry works the old content at its new position; a replay does the same and skips the parked one', async () => {
  await createTenant(database, { id: 'retried', name: 'Retried' });
  await log.append('retried', [entry('a'), entry('bad', { payload: '{"n":1}' }), entry('c')]);
  const poison = new Set(['bad']);
  const { consumer, handed } = fragile('retried', poison);
  await consumer.waitFor('retried', 3, 20_000);
  poison.clear();
  const result = await retryParked({ log, database, tenantId: 'retried', consumer: 'fragile', position: 2 });
  expect(result).toMatchObject({ status: 'accepted', position: 4 });
  await consumer.waitFor('retried', 4, 20_000);
  await consumer.stop();
  const retried = handed.find(({ position }) => position === 4);
  expect(retried).toMatchObject({ messageId: 'bad', kind: 'page', payload: '{"n":1}', sourceId: 'web' });
  expect(await listParked(database, 'retried', 'fragile')).toMatchObject([
    { position: 2, retriedAtPosition: 4 },
  ]);

  await resetConsumer(database, 'retried', 'fragile');
  const replay = fragile('retried', new Set());
  await replay.consumer.waitFor('retried', 4, 20_000);
  await replay.consumer.stop();
  expect(replay.handed).toEqual(handed);
  expect(replay.handed.map(({ position }) => position)).toEqual([1, 3, 4]);
});

test('a retry that fails again is parked itself and can be retried', async () => {
  await createTenant(database, { id: 'stubborn', name: 'Stubborn' });
  await log.append('stubborn', [entry('bad')]);
  const poison = new Set(['bad']);
  const { consumer, handed } = fragile('stubborn', poison, { maxAttempts: 1 });
  await consumer.waitFor('stubborn', 1, 20_000);
  await retryParked({ log, database, tenantId: 'stubborn', consumer: 'fragile', position: 1 });
  await consumer.waitFor('stubborn', 2, 20_000);
  poison.clear();
  const result = await retryParked({ log, database, tenantId: 'stubborn', consumer: 'fragile', position: 2 });
  await consumer.waitFor('stubborn', 3, 20_000);
  await consumer.stop();
  expect(result).toMatchObject({ status: 'accepted', position: 3 });
  expect(handed).toMatchObject([{ position: 3, messageId: 'bad' }]);
});

test('another consumer sees a retry as an entry of its own kind', async () => {
  await createTenant(database, { id: 'bystander', name: 'Bystander' });
  await log.append('bystander', [entry('bad')]);
  const { consumer } = fragile('bystander', new Set(['bad']));
  await consumer.waitFor('bystander', 1, 20_000);
  await consumer.stop();
  await retryParked({ log, database, tenantId: 'bystander', consumer: 'fragile', position: 1 });
  const other = fragile('bystander', new Set(), { name: 'other' });
  await other.consumer.waitFor('bystander', 2, 20_000);
  await other.consumer.stop();
  expect(other.handed.map(({ kind }) => kind)).toEqual(['page', 'retry']);
});

test('an entry that is not parked cannot be retried', async () => {
  await createTenant(database, { id: 'healthy', name: 'Healthy' });
  await log.append('healthy', [entry('a')]);
  await expect(
    retryParked({ log, database, tenantId: 'healthy', consumer: 'fragile', position: 1 }),
  ).rejects.toThrow('no parked entry at position 1');
});
