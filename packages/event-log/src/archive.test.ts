import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  archiveMonth,
  createEventLog,
  createTenant,
  ensurePartitions,
  eventLogMigrations,
  listPartitions,
  readResolved,
  resetConsumer,
  startConsumer,
  type EventLogDatabase,
  type LogEntry,
  type NewEntry,
  type PostgresEventLog,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entry } from '../test/entries.ts';
import { startResolver } from '../test/resolver.ts';

let database: TestDatabase<EventLogDatabase>;
let log: PostgresEventLog;
let folder: string;
const january = Date.UTC(2026, 0, 31, 23, 59);
const february = Date.UTC(2026, 1, 1);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  log = createEventLog(database);
  await ensurePartitions(database, { from: Date.UTC(2025, 10, 1), now: Date.UTC(2026, 2, 1) });
});

afterAll(async () => {
  await log.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Months overlap in the log: what January received was partly logged after February's first entries. */
async function aTenantOfTwoMonths(id: string): Promise<void> {
  await createTenant(database, { id, name: id });
  const made: NewEntry[] = Array.from({ length: 25 }, (_, index) =>
    entry(`m${index}`, {
      receivedAt: index < 10 || index % 3 === 0 ? january + index : february + index,
      identifiers: [{ type: 'user_id', value: `user ${index % 4}` }],
      mentions: index === 2 ? [{ type: 'email', value: 'jo@example.com' }] : [],
    }),
  );
  await log.append(id, made);
}

async function readInSteps(id: string, step: number): Promise<LogEntry[]> {
  const read: LogEntry[] = [];
  for (;;) {
    const batch = await log.read(id, read.at(-1)?.position ?? 0, step);
    if (batch.length === 0) return read;
    read.push(...batch);
  }
}

test('reading and replaying over an archived month give the same entries', async () => {
  await aTenantOfTwoMonths('archived');
  const before = await readInSteps('archived', 7);
  const consume = async (): Promise<LogEntry[]> => {
    const handed: LogEntry[] = [];
    const consumer = startConsumer({
      log,
      database,
      name: 'replayed',
      batchSize: 6,
      handle: async (_, tenantId, batch) => {
        if (tenantId === 'archived') handed.push(...batch);
      },
    });
    await consumer.waitFor('archived', 25, 20_000);
    await consumer.stop();
    return handed;
  };
  expect(await consume()).toEqual(before);

  const archived = await archiveMonth(database, '2026-01', folder);

  expect(archived).toEqual({ month: '2026-01', entries: 15, files: 1 });
  expect(await listPartitions(database, 'accepted')).not.toContain('2026-01');
  for (const step of [1, 7, 100]) expect(await readInSteps('archived', step)).toEqual(before);
  await resetConsumer(database, 'archived', 'replayed');
  expect(await consume()).toEqual(before);
});

test('a projection that begins anew reads resolved events over an archived month', async () => {
  await ensurePartitions(database, { from: january, now: Date.UTC(2026, 2, 1) });
  await aTenantOfTwoMonths('projected');
  const resolver = startResolver({ log, database });
  await resolver.waitFor('projected', 25, 20_000);
  await resolver.stop();
  const before = await readResolved(database, 'projected', 0, 2_000);
  expect(before.events.map(({ event }) => event.position)).toEqual(
    Array.from({ length: 25 }, (_, index) => index + 1),
  );
  await archiveMonth(database, '2026-01', folder, { now: Date.UTC(2026, 2, 1) });
  expect(await readResolved(database, 'projected', 0, 2_000)).toEqual(before);
});

test('only the owner may read an archive', () => {
  const files = join(folder, '2026-01', 'archived');
  const modes = [files, ...readdirSync(files).map((name) => join(files, name))].map(
    (path) => statSync(path).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600]);
});

test('a duplicate of an archived entry is still known', async () => {
  const [result] = await log.append('archived', [
    entry('m0', { receivedAt: february, identifiers: [{ type: 'user_id', value: 'user 0' }] }),
  ]);
  expect(result).toMatchObject({ status: 'duplicate', position: 1 });
});

test('a damaged or lost archive is an error, never a silent gap', async () => {
  const files = join(folder, '2026-01', 'archived');
  const [name = ''] = readdirSync(files);
  writeFileSync(join(files, name), 'damaged');
  // The archive file read last is kept per Kysely instance; this one has read none.
  const fresh = createEventLog({ ...database, db: database.db.withoutPlugins() });
  await expect(fresh.read('archived', 0, 10)).rejects.toThrow('checksum is wrong');
  rmSync(join(files, name));
  await expect(fresh.read('archived', 0, 10)).rejects.toThrow('cannot be read');
  await database.asSystem((trx) =>
    trx.deleteFrom('event_log.archive').where('tenant_id', '=', 'archived').execute(),
  );
  await expect(fresh.read('archived', 0, 10)).rejects.toThrow('Entry 1 of tenant archived is neither');
});

test('a month that is not over, or has no partition, is not archived', async () => {
  const now = Date.UTC(2026, 1, 27);
  await expect(archiveMonth(database, '2026-02', folder, { now })).rejects.toThrow('2026-02 is not over yet');
  await expect(archiveMonth(database, '2019-02', folder, { now })).rejects.toThrow(
    'no partition for 2019-02',
  );
  await expect(archiveMonth(database, '2026-13', folder, { now })).rejects.toThrow('not a month');
});

test('partitions are made ahead once, without gaps', async () => {
  const now = Date.UTC(2027, 10, 15);
  expect(await ensurePartitions(database, { monthsAhead: 2, now })).toEqual([
    '2027-10',
    '2027-11',
    '2027-12',
    '2028-01',
  ]);
  expect(await ensurePartitions(database, { monthsAhead: 2, now })).toEqual([]);
});
