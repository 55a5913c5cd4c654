import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  startConsumer,
  storeAnswers,
  type Consumer,
  type NewEntry,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandRequest } from './command-entry.ts';
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

describe('what a command is in the log stays the same', () => {
  const applied: Consumer = {
    waitFor: () => Promise.resolve(),
    lag: () => Promise.resolve([]),
    stop: () => Promise.resolve(),
  };
  const createSource = { command: 'createSource', id: 'web', name: 'Web', writeKeyId: 'k', keyHash: 'ff' };
  const said = { segmentId: '00000000-0000-4000-8000-000000000001', profileIds: [] };

  it.each<[string, CommandRequest<object>, Pick<NewEntry, 'identifiers' | 'payload' | 'contentKey'>]>([
    [
      'about an identifier',
      {
        command: { command: 'blockIdentifier' },
        messageId: 's-1',
        identifiers: [{ type: 'email', value: 'a@b.example' }],
      },
      {
        identifiers: [{ type: 'email', value: 'a@b.example' }],
        payload: '{"command":"blockIdentifier"}',
        contentKey: '{"command":"blockIdentifier","identifiers":[{"type":"email","value":"a@b.example"}]}',
      },
    ],
    [
      'about profiles',
      { command: { command: 'mergeProfiles', b: 'p2', a: 'p1' }, messageId: 's-2' },
      {
        identifiers: [],
        payload: '{"a":"p1","b":"p2","command":"mergeProfiles"}',
        contentKey: '{"a":"p1","b":"p2","command":"mergeProfiles","identifiers":[]}',
      },
    ],
    [
      'with a secret made for it',
      {
        command: createSource,
        messageId: 'createSource/web',
        sameness: { command: 'createSource', id: 'web', name: 'Web' },
      },
      {
        identifiers: [],
        payload: '{"command":"createSource","id":"web","keyHash":"ee","name":"Web","writeKeyId":"j"}',
        contentKey: '{"command":"createSource","id":"web","name":"Web"}',
      },
    ],
    [
      'about a list',
      {
        command: { command: 'addSegmentMembers', ...said },
        messageId: 's-3',
        sameness: ['addSegmentMembers', said],
      },
      {
        identifiers: [],
        payload: `{"command":"addSegmentMembers","profileIds":[],"segmentId":"${said.segmentId}"}`,
        contentKey: `["addSegmentMembers",{"profileIds":[],"segmentId":"${said.segmentId}"}]`,
      },
    ],
  ])('a command %s repeats the one that was stored', async (_case, request, stored) => {
    const now = Date.now();
    const [first] = await log.append('shop', [
      {
        sourceId: 'graphql',
        messageId: request.messageId,
        kind: 'command',
        eventName: null,
        timestamp: now,
        originalTimestamp: null,
        sentAt: null,
        receivedAt: now,
        mentions: [],
        ...stored,
      },
    ]);
    if (first?.status !== 'accepted') throw new Error('the stored command was not accepted');
    const { position } = first;
    await database.inTenant('shop', (trx) => storeAnswers(trx, 'shop', [{ position, answer: 'done' }]));
    const commands = createCommandLog({
      log,
      database,
      consumer: () => applied,
      clock: Date.now,
      timeoutMs: 10,
    });
    expect(await commands.submit('shop', request)).toEqual({
      kind: 'answered',
      position,
      isRepeated: true,
      answer: 'done',
    });
    expect(await commands.submit('shop', { ...request, sameness: 'something else' })).toEqual({
      kind: 'conflict',
    });
  });
});
