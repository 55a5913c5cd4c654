import { createEventLog, createTenant, eventLogMigrations, startConsumer } from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommandLog } from './command-log.ts';

let database: TestDatabase<object>;
let log: ReturnType<typeof createEventLog>;

beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations);
  await createTenant(database, { id: 'shop', name: 'Shop' });
  log = createEventLog(database);
});
afterAll(async () => {
  await log.close();
  await database.close();
});

it('a command that no consumer could answer is named by its position', async () => {
  const consumer = startConsumer({
    log,
    database,
    name: 'failing',
    maxAttempts: 1,
    handle: () => Promise.reject(new Error('cannot be applied')),
  });
  const commands = createCommandLog({
    log,
    database,
    consumer: () => consumer,
    clock: Date.now,
    timeoutMs: 10_000,
  });
  try {
    const submitted = commands.submit('shop', {
      command: { command: 'unmergeProfiles', recordId: 'x' },
      messageId: 'c-1',
    });
    await expect(submitted).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'The command at position 1 could not be applied and is set aside for an operator.',
    });
  } finally {
    await consumer.stop();
  }
});

it('a command without a consumer is accepted and its position named', async () => {
  const commands = createCommandLog({
    log,
    database,
    consumer: () => {
      throw new Error('not started');
    },
    clock: Date.now,
    timeoutMs: 10,
  });
  const submitted = commands.submit('shop', { command: { command: 'blockIdentifier' }, messageId: 'c-2' });
  await expect(submitted).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'The command is accepted at position 2 and will be applied; it is not applied yet.',
  });
  expect((await log.read('shop', 1, 10)).map(({ messageId }) => messageId)).toEqual(['c-2']);
});
