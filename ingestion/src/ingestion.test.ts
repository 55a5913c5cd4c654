import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  basic,
  insertSource,
  openIngestionDatabase,
  receivedAt,
  startTestIngestion,
} from '../test/test-ingestion.ts';
import type { TestIngestion } from '../test/test-ingestion.ts';

let running: TestIngestion;

beforeAll(async () => {
  running = await startTestIngestion(await openIngestionDatabase());
});
afterAll(async () => {
  await running.close();
  await running.database.close();
});

let id = '';
let count = 0;
beforeEach(() => {
  count += 1;
  id = `m${count}`;
});

async function lastEntry() {
  const entry = (await running.entries()).at(-1);
  return { ...entry, payload: JSON.parse(entry?.payload ?? 'null') as unknown };
}

test('an event is acknowledged with its place in the log', async () => {
  const before = (await running.entries()).length;
  const answer = await running.post('/v1/track', { messageId: id, userId: 'u1', event: 'Signed Up' });
  expect(answer).toMatchObject({
    status: 200,
    body: { success: true, status: 'accepted', messageId: id, position: before + 1 },
  });
  expect(await lastEntry()).toMatchObject({
    position: before + 1,
    eventId: answer.body.eventId,
    sourceId: 'shop',
    kind: 'track',
    eventName: 'Signed Up',
    messageId: id,
    identifiers: [{ type: 'user_id' }],
    payload: { event: 'Signed Up', messageId: id, type: 'track', userId: 'u1' },
  });
});

test.each([
  ['identify', { userId: 'u1', traits: { email: 'a@example.com' } }],
  ['i', { userId: 'u1', traits: { email: 'a@example.com' } }],
  ['track', { userId: 'u1', event: 'Ordered' }],
  ['t', { userId: 'u1', event: 'Ordered' }],
  ['page', { anonymousId: 'a1', name: 'Home' }],
  ['p', { anonymousId: 'a1' }],
  ['screen', { anonymousId: 'a1', name: 'Start' }],
  ['s', { anonymousId: 'a1' }],
  ['group', { userId: 'u1', groupId: 'g1', traits: { name: 'Acme' } }],
  ['g', { anonymousId: 'a1', groupId: 'g1' }],
  ['alias', { previousId: 'a1', userId: 'u1' }],
  ['a', { previousId: 'a1', userId: 'u1' }],
])('/v1/%s takes its kind of event', async (name, message) => {
  const answer = await running.post(`/v1/${name}`, { messageId: id, ...message });
  expect(answer).toMatchObject({ status: 200, body: { success: true, status: 'accepted' } });
});

test.each(['batch', 'b', 'import'])('/v1/%s answers each event in order', async (name) => {
  const answer = await running.post(`/v1/${name}`, {
    batch: [
      { type: 'track', messageId: `${id}-1`, userId: 'u1', event: 'One' },
      { type: 'track', messageId: `${id}-2`, userId: 'u1' },
      { type: 'page', messageId: `${id}-3`, anonymousId: 'a1' },
    ],
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    success: true,
    results: [
      { status: 'accepted', messageId: `${id}-1` },
      { status: 'refused', messageId: `${id}-2`, error: { code: 'REQUIRED', field: 'event' } },
      { status: 'accepted', messageId: `${id}-3` },
    ],
  });
});

test('an empty batch has no results', async () => {
  expect(await running.post('/v1/batch', { batch: [] })).toMatchObject({
    status: 200,
    body: { success: true, results: [] },
  });
});

test('the same event again is a duplicate with the first position', async () => {
  const event = { messageId: id, userId: 'u1', event: 'Ordered', properties: { a: 1, b: 2 } };
  const first = await running.post('/v1/track', event);
  const again = { ...event, properties: { b: 2, a: 1 }, sentAt: new Date(receivedAt).toISOString() };
  expect(await running.post('/v1/track', again)).toMatchObject({
    status: 200,
    body: { success: true, status: 'duplicate', position: first.body.position, eventId: first.body.eventId },
  });
});

test('the same messageId with other content is a conflict and is kept as a dead letter', async () => {
  await running.post('/v1/track', { messageId: id, userId: 'u1', event: 'Ordered' });
  const answer = await running.post('/v1/track', { messageId: id, userId: 'u1', event: 'Refunded' });
  expect(answer).toMatchObject({
    status: 409,
    body: { success: false, status: 'conflict', messageId: id, error: { code: 'MESSAGE_ID_CONFLICT' } },
  });
  const letter = (await running.deadLetters()).find(({ message_id }) => message_id === id);
  expect(letter).toMatchObject({ source_id: 'shop', reason: 'MESSAGE_ID_CONFLICT', field: 'messageId' });
  expect(JSON.parse(letter?.payload ?? '')).toMatchObject({ event: 'Refunded' });
});

test('the same event twice in one batch is accepted once', async () => {
  const event = { type: 'track', messageId: id, userId: 'u1', event: 'Ordered' };
  const answer = await running.post('/v1/batch', { batch: [event, event, { ...event, event: 'Other' }] });
  expect(answer.body.results).toMatchObject([
    { status: 'accepted' },
    { status: 'duplicate' },
    { status: 'conflict' },
  ]);
  expect(answer.body.results[1].position).toBe(answer.body.results[0].position);
});

test('two sources may use the same messageId', async () => {
  const other = await insertSource(running.database, {
    tenantId: running.tenantId,
    sourceId: `source-${count}`,
  });
  const event = { messageId: id, userId: 'u1', event: 'Ordered' };
  await running.post('/v1/track', event);
  expect(await running.post('/v1/track', event, basic(other))).toMatchObject({
    body: { status: 'accepted' },
  });
});

test('an event without a messageId gets one, and is another event each time', async () => {
  const event = { userId: 'u1', event: 'Ordered' };
  const first = await running.post('/v1/track', event);
  const second = await running.post('/v1/track', event);
  expect(first.body.messageId).toMatch(/^api-[0-9a-f-]{36}$/);
  expect(second.body).toMatchObject({ status: 'accepted' });
  expect(second.body.messageId).not.toBe(first.body.messageId);
});

test('context and integrations of a batch hold for its events, whose own win', async () => {
  await running.post('/v1/batch', {
    context: { locale: 'de-DE', channel: 'server' },
    integrations: { All: true },
    batch: [{ type: 'track', messageId: id, userId: 'u1', event: 'Ordered', context: { channel: 'app' } }],
  });
  expect((await lastEntry()).payload).toMatchObject({
    context: { locale: 'de-DE', channel: 'app' },
    integrations: { All: true },
  });
});

test('secrets and what describes the sending are not kept', async () => {
  await running.post('/v1/track', {
    messageId: id,
    userId: 'u1',
    event: 'Ordered',
    writeKey: running.writeKey,
    sentAt: new Date(receivedAt).toISOString(),
    _metadata: { retryCount: 1 },
  });
  expect((await lastEntry()).payload).toEqual({
    event: 'Ordered',
    messageId: id,
    type: 'track',
    userId: 'u1',
  });
});

test('what looks like an identifier and is none is reported', async () => {
  const answer = await running.post('/v1/identify', {
    messageId: id,
    userId: 'u1',
    traits: { email: 'not an address' },
  });
  expect(answer.body).toMatchObject({
    status: 'accepted',
    warnings: [{ identifierType: 'email', reason: 'INVALID_VALUE' }],
  });
});

test('logs and metrics carry no personal data and no keys', async () => {
  await running.post('/v1/identify', { userId: 'secret-user', traits: { email: 'secret@example.com' } });
  await running.post('/v1/track', { userId: 'secret-user' });
  const text = `${running.lines.join('\n')}\n${await running.metrics.metrics()}`;
  expect(text).not.toMatch(/secret|key-/);
  expect(text).toContain('ingestion_events_total{type="identify",answer="accepted"');
});

test('a line about a request names the request', async () => {
  const headers = { ...basic(running.writeKey), 'x-request-id': 'request-4711' };
  await running.post('/v1/track', { userId: 'u1', event: 'Ordered' }, headers);
  await expect.poll(() => running.lines.filter((line) => line.includes('request-4711')).length).toBe(1);
});
