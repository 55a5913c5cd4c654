import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEventLog,
  defaultJourneyMapping,
  ensurePartitions,
  eventLogMigrations,
  findIdentifierValues,
  RESOLVING_CONSUMER,
  startConsumer,
  readRebuildRequest,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entry } from '../test/entries.ts';
import { tenantCommands } from './tenant-commands.ts';

let database: TestDatabase<unknown>;
let folder: string;
const now = Date.UTC(2026, 2, 10);

beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations);
  await ensurePartitions(database, { from: Date.UTC(2026, 0, 1), now });
  folder = mkdtempSync(join(tmpdir(), 'tenant-'));
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(name: string, ...args: string[]): Promise<string[]> {
  const command = tenantCommands[name];
  if (!command) throw new Error(`No command ${name}`);
  return command.run({ database, archiveDirectory: folder, clock: () => now }, args);
}

function file(content: string): string {
  const path = join(folder, 'settings.json');
  writeFileSync(path, content);
  return path;
}

test('a tenant is made and listed', async () => {
  expect(await run('list')).toEqual([expect.stringContaining('no tenant yet')]);
  expect(await run('create', 'acme', 'Acme', 'Shops')).toEqual(['Tenant acme is made.']);
  expect(await run('list')).toEqual(['acme']);
});

test('the mapping of journeys is appended whole', async () => {
  await run('create', 'mapped', 'Mapped');
  expect(await run('configure', 'mapped', file('{"journeys":{"steps":{"Product Viewed":"Look"}}}'))).toEqual([
    'Tenant mapped: journeys at position 1.',
  ]);
  const log = createEventLog(database);
  const [entry] = await log.read('mapped', 0, 1);
  await log.close();
  expect(JSON.parse(entry?.payload ?? '')).toEqual({
    configuration: 'journeys',
    value: { ...defaultJourneyMapping, steps: { 'Product Viewed': 'Look' } },
  });
});

test('a rebuild of segments is asked for in the log, once for each key', async () => {
  await run('create', 'rebuilt', 'Rebuilt');
  expect(await run('rebuild', 'rebuilt', 'segments', 'monday')).toEqual([
    'Tenant rebuilt: segments are made again as of position 1. `segmentStatus` says how far it is.',
  ]);
  expect(await run('rebuild', 'rebuilt', 'segments', 'monday')).toEqual([
    'Tenant rebuilt: segments are made again as of position 1, as it was asked before. `segmentStatus` says how far it is.',
  ]);
  await run('rebuild', 'rebuilt', 'segments');
  const log = createEventLog(database);
  const read = await log.read('rebuilt', 0, 10);
  await log.close();
  expect(read.map((one) => readRebuildRequest(one))).toEqual(['segments', 'segments']);
  await expect(run('rebuild', 'rebuilt', 'journeys')).rejects.toThrow(
    '"journeys" cannot be made again; what can: segments',
  );
  await expect(run('rebuild', 'nobody', 'segments')).rejects.toThrow('nobody');
});

test('settings are appended to the log as they were checked', async () => {
  const lines = await run(
    'configure',
    'acme',
    file('{"sourcePriority":["crm","web"],"survivorship":{"traits":{"email":"verified_first"}}}'),
  );
  expect(lines).toEqual(['Tenant acme: survivorship, sourcePriority at position 1, 2.']);
  const log = createEventLog(database);
  const read = await log.read('acme', 0, 10);
  await log.close();
  expect(read.map(({ kind, sourceId, payload }) => [kind, sourceId, JSON.parse(payload ?? '')])).toEqual([
    [
      'configuration',
      'internal:configuration',
      {
        configuration: 'survivorship',
        value: { default: 'most_recent', traits: { email: 'verified_first' } },
      },
    ],
    ['configuration', 'internal:configuration', { configuration: 'sourcePriority', value: ['crm', 'web'] }],
  ]);
});

test('a blocked value goes to the dictionary as identifiers are spelt there, and not into the entry', async () => {
  await run('configure', 'acme', file('{"blockedValues":[{"type":"email","value":" Info@Example.com"}]}'));
  const log = createEventLog(database);
  const last = (await log.read('acme', 0, 100)).at(-1);
  await log.close();
  expect(JSON.parse(last?.payload ?? '')).toEqual({ configuration: 'blockedValues', value: null });
  const ids = last?.identifiers.map(({ id }) => id) ?? [];
  const values = await database.inTenant('acme', (trx) => findIdentifierValues(trx, 'acme', ids));
  expect([...values.values()]).toEqual([{ type: 'email', value: 'info@example.com' }]);
});

test.each([
  ['{"blockedValues":[{"type":"email","value":"info"}]}', /blockedValues\[0\]\.value/],
  ['{"survivorship":{"default":"newest"}}', /is not valid:[^]*survivorship\.default/],
  ['{"colour":"blue"}', /is not valid:[^]*colour/],
  ['{}', /sets nothing/],
  ['{', /is not JSON/],
])('the settings %s are refused and nothing is appended', async (content, reason) => {
  const log = createEventLog(database);
  const before = await log.head('acme');
  await expect(run('configure', 'acme', file(content))).rejects.toThrow(reason);
  expect(await log.head('acme')).toEqual(before);
  await log.close();
});

test('a file that is missing or a tenant that is unknown is named', async () => {
  await expect(run('configure', 'acme', join(folder, 'none.json'))).rejects.toThrow(
    'none.json cannot be read',
  );
  await expect(run('configure', 'nobody', file('{"limits":{}}'))).rejects.toThrow('nobody does not exist');
});

test('partitions are made ahead and a month that is over is archived', async () => {
  expect(await run('partitions')).toEqual(expect.arrayContaining(['2026-01', '2026-03', '2026-06']));
  const log = createEventLog(database);
  await log.append('acme', [entry('old', { receivedAt: Date.UTC(2026, 0, 5) })]);
  await log.close();
  expect(await run('archive', '2026-01')).toEqual([`2026-01: 1 entries in 1 files below ${folder}.`]);
  expect(await run('partitions')).not.toContain('2026-01');
  await expect(run('archive', '2026-03')).rejects.toThrow('not over');
});

test('what identity resolution set aside is listed, and worked again when an operator says so', async () => {
  await run('create', 'faulty', 'Faulty');
  expect(await run('parked', 'faulty')).toEqual(['Nothing of tenant faulty is set aside.']);
  const log = createEventLog(database);
  await log.append('faulty', [entry('bad', { receivedAt: now })]);
  let isMended = false;
  const consumer = startConsumer({
    log,
    database,
    name: RESOLVING_CONSUMER,
    maxAttempts: 1,
    async handle(_trx, tenantId) {
      if (tenantId === 'faulty' && !isMended) throw new TypeError('Cannot read "age" of bad');
    },
  });
  await consumer.waitFor('faulty', 1, 20_000);
  expect(await run('parked', 'faulty')).toEqual([
    expect.stringMatching(/^1: \d{4}-.*Z, after 1 attempts: TypeError: Cannot read "…" of bad$/),
  ]);
  isMended = true;
  expect(await run('retry', 'faulty', '1')).toEqual([
    'Tenant faulty: the entry at 1 is worked again at position 2.',
  ]);
  await consumer.waitFor('faulty', 2, 20_000);
  expect(await run('parked', 'faulty')).toEqual([expect.stringMatching(/, tried again at 2$/)]);
  await consumer.stop();
  await log.close();
});

test.each([
  ['7', 'has no parked entry at position 7'],
  ['first', '"first" is no position'],
])('nothing is tried again at %s', async (position, reason) => {
  await expect(run('retry', 'acme', position)).rejects.toThrow(reason);
});
