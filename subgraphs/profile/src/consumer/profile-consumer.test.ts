import { createEventLog, createTenant, listParked } from '@customer360/event-log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginStory, openStories, type StoryDatabase } from '../../test/identity-story.ts';
import { createProfileHandler, dryRunCommand, startProfileConsumer } from './index.ts';

let database: StoryDatabase;
beforeAll(async () => {
  database = await openStories();
});
afterAll(() => database.close());

test('a memory whose batch was rolled back is forgotten', async () => {
  const handle = createProfileHandler();
  const story = await beginStory(database, handle);
  await story.event({ anonymous_id: 'laptop' });
  const log = createEventLog(database);
  const [entry] = await log.read(story.tenantId, 0, 1);
  if (entry === undefined) throw new Error('the story has begun');
  const lost = { ...entry, position: 2, eventId: '00000000-0000-8000-8000-000000000002' };
  const undone = database.inTenant(story.tenantId, async (trx) => {
    await handle(trx, story.tenantId, [{ ...lost, time: Date.UTC(2030, 0, 1) }]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await story.event({ anonymous_id: 'laptop' }, { at: 3 });

  expect((await story.profile('laptop')).lastSeenAt).toBe(Date.UTC(2026, 0, 4));
});

test('a dry run says what the command then does, and changes nothing', async () => {
  const story = await beginStory(database);
  await story.event({ email: 'info@example.com', anonymous_id: 'laptop' });
  await story.event({ email: 'info@example.com', anonymous_id: 'phone' });
  const before = await story.people();
  const identifier = { type: 'email', value: 'info@example.com' };
  const foreseen = await dryRunCommand({
    database,
    tenantId: story.tenantId,
    command: { command: 'blockIdentifier' },
    identifier,
  });

  expect(await story.people()).toEqual(before);
  const answer = await story.command({ command: 'blockIdentifier' }, { email: 'info@example.com' });
  expect(foreseen.answer).toEqual(answer);
  expect(foreseen.reattributed).toHaveLength(2);
  expect(foreseen.setChanges.map(({ from }) => from)).toEqual([
    await story.ownProfileId('info@example.com'),
    await story.ownProfileId('info@example.com'),
  ]);
});

test('a dry run judges a value that nobody has seen by the patterns alone', async () => {
  const story = await beginStory(database);
  const foresee = async (value: string) => {
    const command = { command: 'blockIdentifier' } as const;
    const identifier = { type: 'anonymous_id', value };
    const { answer } = await dryRunCommand({ database, tenantId: story.tenantId, command, identifier });
    return answer;
  };

  expect(await foresee('kiosk')).toMatchObject({ accepted: true, operator: 'BLOCKED' });
  expect(await foresee('null')).toEqual({ accepted: false, reason: 'ALREADY_BLOCKED' });
});

test('a malformed command and an invalid configuration are parked, and the events after them are resolved', async () => {
  const tenantId = 'parking';
  await createTenant(database, { id: tenantId, name: 'Parking' });
  const log = createEventLog(database);
  const entry = (messageId: string, kind: 'command' | 'configuration' | 'page', payload: unknown) => ({
    sourceId: 'web',
    messageId,
    kind,
    eventName: null,
    timestamp: Date.now(),
    originalTimestamp: null,
    sentAt: null,
    receivedAt: Date.now(),
    identifiers: kind === 'page' ? [{ type: 'anonymous_id', value: 'laptop' }] : [],
    mentions: [],
    payload: JSON.stringify(payload),
  });
  await log.append(tenantId, [
    entry('m1', 'command', { command: 'mergeProfiles', a: 1 }),
    entry('m2', 'configuration', { configuration: 'limits', value: { maxMerges: 'many' } }),
    entry('m3', 'configuration', { configuration: 'weather', value: 'sunny' }),
    entry('m4', 'page', {}),
  ]);
  const consumer = startProfileConsumer({ log, database });
  try {
    await consumer.waitFor(tenantId, 4, 20_000);
  } finally {
    await consumer.stop();
  }

  const parked = await listParked(database, tenantId, 'profile');
  expect(parked.map(({ position }) => position)).toEqual([1, 2, 3]);
  const profiles = await database.inTenant(tenantId, (trx) =>
    trx.selectFrom('profile.profile').select('identifiers').execute(),
  );
  expect(profiles).toEqual([{ identifiers: 1 }]);
});

test('a replay gives a command the answer that it was given, also where it would decide otherwise now', async () => {
  const story = await beginStory(database);
  await story.event({ anonymous_id: 'laptop' });
  await story.event({ user_id: 'ann' });
  const [a, b] = [await story.ownProfileId('laptop'), await story.ownProfileId('ann')];
  await database.inTenant(story.tenantId, (trx) =>
    trx
      .insertInto('event_log.answer')
      .values({
        tenant_id: story.tenantId,
        position: 3,
        answer: JSON.stringify({ accepted: false, reason: 'IDENTIFIER_CAP' }),
      })
      .execute(),
  );
  await story.command({ command: 'mergeProfiles', a, b });

  expect(await story.people()).toEqual([['ann'], ['laptop']]);
});
