import { createHash, randomUUID } from 'node:crypto';
import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  startConsumer,
  storeAnswers,
  type Consumer,
  type EventLogDatabase,
  type LogEntry,
} from '@customer360/event-log';
import type { Viewer } from '@customer360/service';
import { createCommandLog } from '@customer360/subgraph';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import type { Transaction } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applySourceCommand, readSourceCommand } from './source-commands.ts';
import type { IngestionTables } from './source-tables.ts';
import { createWriteKeySecret } from './write-key-secret.ts';
import { createWriteKeyService } from './write-key-service.ts';

const tenantId = 'shop';
const admin: Viewer = { subject: 'ada', clientId: null, tenantId, scopes: new Set(['admin']) };

let database: TestDatabase<EventLogDatabase>;
let log: ReturnType<typeof createEventLog>;
let consumer: Consumer;

beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations);
  await createTenant(database, { id: tenantId, name: 'Shop' });
  log = createEventLog(database);
  consumer = startConsumer({ log, database, name: 'sources', handle: applyEntries });
});

afterAll(async () => {
  await consumer.stop();
  await log.close();
  await database.close();
});

async function applyEntries(
  trx: Transaction<EventLogDatabase>,
  tenant: string,
  entries: readonly LogEntry[],
) {
  for (const entry of entries) {
    const command = readSourceCommand(entry);
    if (command === null) continue;
    // The tables of the log hold those of ingestion.
    const tables = trx as unknown as Transaction<IngestionTables>;
    const answer = await applySourceCommand(tables, tenant, command, entry.time);
    await storeAnswers(trx, tenant, [{ position: entry.position, answer }]);
  }
}

function serviceFor(viewer: Viewer) {
  return createWriteKeyService({
    database: database.as<IngestionTables>(),
    commands: createCommandLog({
      log,
      database,
      consumer: () => consumer,
      clock: Date.now,
      timeoutMs: 10_000,
    }),
    viewer,
    newId: randomUUID,
    newSecret: createWriteKeySecret,
  });
}

async function findKey(secret: string | null) {
  const hash = createHash('sha256').update(String(secret)).digest();
  return database.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('ingestion.write_key')
      .select(['id', 'source_id as sourceId', 'revoked_at as revokedAt'])
      .where('key_hash', '=', hash)
      .executeTakeFirst(),
  );
}

it('a new source has a key whose secret is shown and whose hash is stored', async () => {
  const issued = await serviceFor(admin).createSource({ id: 'web', name: 'Web shop' });
  expect(issued).toMatchObject({
    kind: 'WriteKeyIssued',
    source: { id: 'web', name: 'Web shop' },
    writeKey: { sourceId: 'web', revokedAt: null },
  });
  if (issued.kind !== 'WriteKeyIssued') throw new Error('not issued');
  expect(issued.secret).toMatch(/^c360_wk_/);
  expect(issued.secret?.endsWith(issued.writeKey.hint)).toBe(true);
  expect(await findKey(issued.secret)).toEqual({ id: issued.writeKey.id, sourceId: 'web', revokedAt: null });
});

it('the log never sees the secret', async () => {
  const issued = await serviceFor(admin).createSource({ id: 'app', name: 'App' });
  const entries = await log.read(tenantId, 0, 1_000);
  const secret = issued.kind === 'WriteKeyIssued' ? issued.secret : null;
  expect(secret).not.toBeNull();
  expect(JSON.stringify(entries)).not.toContain(secret);
});

it('the same source again answers with its first key and without the secret', async () => {
  const first = await serviceFor(admin).createSource({ id: 'pos', name: 'Shops' });
  const again = await serviceFor(admin).createSource({ id: 'pos', name: 'Shops' });
  expect(again).toEqual({ ...first, secret: null });
});

it('the same source with another name is a conflict', async () => {
  await serviceFor(admin).createSource({ id: 'crm', name: 'CRM' });
  expect(await serviceFor(admin).createSource({ id: 'crm', name: 'Other' })).toMatchObject({
    kind: 'IdempotencyConflict',
  });
});

it.each([
  [{ id: '', name: 'x' }, 'input.id', 'must be 1 to 40 of a-z, 0-9 and -.'],
  [{ id: 'A', name: 'x' }, 'input.id', 'must be 1 to 40 of a-z, 0-9 and -.'],
  [{ id: 'x'.repeat(41), name: 'x' }, 'input.id', 'must be 1 to 40 of a-z, 0-9 and -.'],
  [{ id: 'graphql', name: 'x' }, 'input.id', 'is reserved.'],
  [{ id: 'ok', name: ' ' }, 'input.name', 'must have 1 to 100 characters.'],
  [{ id: 'ok', name: 'x'.repeat(101) }, 'input.name', 'must have 1 to 100 characters.'],
  [{ id: 'ok', name: 'a\0b' }, 'input.name', 'must not contain control characters or lone surrogates.'],
])('refuses %o', async (input, field, message) => {
  expect(await serviceFor(admin).createSource(input)).toEqual({ kind: 'InvalidInput', field, message });
});

it('a rotated source has a second key, and the first stays valid', async () => {
  const first = await serviceFor(admin).createSource({ id: 'mail', name: 'Mail' });
  const second = await serviceFor(admin).rotate({ sourceId: 'mail' });
  if (first.kind !== 'WriteKeyIssued' || second.kind !== 'WriteKeyIssued') throw new Error('not issued');
  expect(second.writeKey.id).not.toBe(first.writeKey.id);
  expect(await findKey(first.secret)).toMatchObject({ sourceId: 'mail', revokedAt: null });
  expect(await findKey(second.secret)).toMatchObject({ sourceId: 'mail', revokedAt: null });
});

it('a revoked key stays revoked at its first time', async () => {
  const issued = await serviceFor(admin).createSource({ id: 'old', name: 'Old' });
  if (issued.kind !== 'WriteKeyIssued') throw new Error('not issued');
  const revoked = await serviceFor(admin).revoke({ writeKeyId: issued.writeKey.id });
  const again = await serviceFor(admin).revoke({ writeKeyId: issued.writeKey.id.toUpperCase() });
  expect(revoked).toMatchObject({
    kind: 'WriteKeyRevoked',
    source: { id: 'old' },
    writeKey: { id: issued.writeKey.id },
  });
  expect(revoked).toMatchObject({ writeKey: { revokedAt: expect.any(Number) } });
  expect(again).toEqual(revoked);
});

it('names what it does not know', async () => {
  for (const sourceId of ['nope', 'a\0b', 'No Source']) {
    expect(await serviceFor(admin).rotate({ sourceId })).toMatchObject({ field: 'input.sourceId' });
  }
  expect(await serviceFor(admin).revoke({ writeKeyId: 'nope' })).toMatchObject({
    message: 'must be a UUID.',
  });
  expect(await serviceFor(admin).revoke({ writeKeyId: randomUUID() })).toMatchObject({
    kind: 'InvalidInput',
    field: 'input.writeKeyId',
    message: 'names no write key.',
  });
});

it('asks for the scope before anything else', async () => {
  const service = serviceFor({ ...admin, scopes: new Set(['profile:write']) });
  const forbidden = expect.objectContaining({ code: 'FORBIDDEN' });
  await expect(service.createSource({ id: 'web', name: 'Web shop' })).rejects.toEqual(forbidden);
  await expect(service.rotate({ sourceId: 'web' })).rejects.toEqual(forbidden);
  await expect(service.revoke({ writeKeyId: randomUUID() })).rejects.toEqual(forbidden);
});

it('a source that something else made is not taken over', async () => {
  await database.inTenant(tenantId, (trx) =>
    trx.insertInto('ingestion.source').values({ tenant_id: tenantId, id: 'seed', name: 'Seed' }).execute(),
  );
  expect(await serviceFor(admin).createSource({ id: 'seed', name: 'Seed' })).toMatchObject({
    kind: 'InvalidInput',
    field: 'input.id',
  });
});

it('replaying the log gives the same sources and keys', async () => {
  const rows = () =>
    database.inTenant(tenantId, async (trx) => ({
      sources: await trx.selectFrom('ingestion.source').selectAll().orderBy('id').execute(),
      keys: await trx.selectFrom('ingestion.write_key').selectAll().orderBy('id').execute(),
    }));
  await database.inTenant(tenantId, (trx) =>
    trx.deleteFrom('ingestion.source').where('id', '=', 'seed').execute(),
  );
  const before = await rows();
  const replay = async () => {
    const entries = await log.read(tenantId, 0, 1_000);
    await database.inTenant(tenantId, (trx) =>
      applyEntries(
        trx,
        tenantId,
        entries.filter((e) => !e.payload?.includes('"seed"')),
      ),
    );
  };
  await replay();
  expect(await rows()).toEqual(before);
  await database.inTenant(tenantId, async (trx) => {
    await trx.deleteFrom('ingestion.write_key').execute();
    await trx.deleteFrom('ingestion.source').execute();
  });
  await replay();
  expect(await rows()).toEqual(before);
});

it('a command that is not applied in time names its position and is applied later', async () => {
  const stuck: Consumer = {
    ...consumer,
    waitFor: () => Promise.reject(new Error('not within the time')),
  };
  const service = createWriteKeyService({
    database: database.as<IngestionTables>(),
    commands: createCommandLog({ log, database, consumer: () => stuck, clock: Date.now, timeoutMs: 1 }),
    viewer: admin,
    newId: randomUUID,
    newSecret: createWriteKeySecret,
  });
  await expect(service.createSource({ id: 'late', name: 'Late' })).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
    message: expect.stringMatching(/^The command is accepted at position \d+ /),
  });
  expect(await serviceFor(admin).createSource({ id: 'late', name: 'Late' })).toMatchObject({
    kind: 'WriteKeyIssued',
    source: { id: 'late' },
    secret: null,
  });
});
