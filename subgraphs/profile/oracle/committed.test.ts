import { copyTenantLog, createEventLog, eventLogMigrations } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProfileConsumer } from '../src/consumer/index.ts';
import type { ProfileDatabase } from '../src/database.ts';
import { profileMigrations } from '../src/migrations/index.ts';
import { difference } from './comparison.ts';
import { readEnv } from './env.ts';
import { generateHistory } from './generator.ts';
import { openHarness, type Harness, type LoggedHistory } from './harness.ts';
import { readStoredRows } from './stored-rows.ts';
import { toSnapshot } from './stored-snapshot.ts';

const { histories } = readEnv(process.env);
const count = Math.max(12, Math.floor(histories / 25));
const timeout = 60_000 + count * 2_000;

let harness: Harness;
let copy: TestDatabase<ProfileDatabase>;
let logged: LoggedHistory[];

beforeAll(async () => {
  harness = await openHarness();
  copy = await openTestDatabase<ProfileDatabase>(eventLogMigrations, profileMigrations);
  logged = [];
  for (let seed = 1; seed <= count; seed += 1) logged.push(await harness.log(generateHistory(seed)));
}, timeout);

afterAll(async () => {
  await copy.close();
  await harness.close();
});

/** Lets the running consumer work every tenant up to a share of its log. */
async function consume(database: Database<ProfileDatabase>, batchSize: number, share: number): Promise<void> {
  const log = createEventLog(database);
  const consumer = startProfileConsumer({ log, database, batchSize });
  try {
    for (const { tenantId, entries } of logged) {
      await consumer.waitFor(tenantId, Math.ceil(entries.length * share), 60_000);
    }
  } finally {
    await consumer.stop();
    await log.close();
  }
}

/** Where tenants differ from what the oracle makes of their logs. */
async function differences(database: Database<ProfileDatabase>): Promise<string[]> {
  const found: string[] = [];
  for (const { tenantId, expected } of logged) {
    const rows = await database.inTenant(tenantId, (trx) => readStoredRows(trx, tenantId));
    const differing = difference(expected, toSnapshot(rows));
    if (differing !== null) found.push(`${tenantId}: ${differing}`);
  }
  return found;
}

test(
  'the running consumer, stopped and started again in between, leaves what the fold leaves',
  { timeout },
  async () => {
    await consume(harness.database, 2, 0.4);
    await consume(harness.database, 7, 1);
    expect(await differences(harness.database)).toEqual([]);
  },
);

test('replaying the logs into an empty database gives the same, ids included', { timeout }, async () => {
  for (const { tenantId } of logged) await copyTenantLog(harness.database, copy, tenantId);
  await consume(copy, 500, 1);
  expect(await differences(copy)).toEqual([]);
});
