import { gzipSync } from 'node:zlib';
import { loadKeyedIds } from '@customer360/event-log';
import { limits } from '@customer360/tracking';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { basic, openIngestionDatabase, receivedAt, startTestIngestion } from '../test/test-ingestion.ts';
import type { TestIngestion } from '../test/test-ingestion.ts';

let running: TestIngestion;

beforeAll(async () => {
  running = await startTestIngestion(await openIngestionDatabase());
});
afterAll(async () => {
  await running.close();
  await running.database.close();
});
beforeEach(async () => {
  await running.database.inTenant(running.tenantId, (trx) =>
    trx.deleteFrom('ingestion.dead_letter').execute(),
  );
});

const track = { userId: 'u1', event: 'Ordered' };
const traits = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`trait${index}`, index]));
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const text = (message: object, name: string, json: string) =>
  `${JSON.stringify(message).slice(0, -1)},"${name}":${json}}`;

test.each<[string, string, unknown, { code: string; field: string | null; limit?: number }]>([
  ['an array for an object', 'track', [track], { code: 'NOT_AN_OBJECT', field: null }],
  ['a wrong type of userId', 'track', { ...track, userId: 7 }, { code: 'WRONG_TYPE', field: 'userId' }],
  [
    'a wrong type of traits',
    'identify',
    { userId: 'u1', traits: [] },
    { code: 'WRONG_TYPE', field: 'traits' },
  ],
  ['a wrong type of context', 'track', { ...track, context: 'x' }, { code: 'WRONG_TYPE', field: 'context' }],
  ['a numeric timestamp', 'track', { ...track, timestamp: 1 }, { code: 'WRONG_TYPE', field: 'timestamp' }],
  ['no id of a person', 'track', { event: 'x' }, { code: 'REQUIRED', field: 'userId' }],
  ['a blank id', 'track', { event: 'x', userId: ' ' }, { code: 'REQUIRED', field: 'userId' }],
  ['no event name', 'track', { userId: 'u1' }, { code: 'REQUIRED', field: 'event' }],
  ['alias without previousId', 'alias', { userId: 'u1' }, { code: 'REQUIRED', field: 'previousId' }],
  [
    'alias without userId',
    'alias',
    { previousId: 'a', anonymousId: 'b' },
    { code: 'REQUIRED', field: 'userId' },
  ],
  ['group without groupId', 'group', { userId: 'u1' }, { code: 'REQUIRED', field: 'groupId' }],
  ['another type', 'track', { ...track, type: 'page' }, { code: 'UNKNOWN_TYPE', field: 'type' }],
  [
    'an unreadable time',
    'track',
    { ...track, timestamp: 'soon' },
    { code: 'INVALID_TIMESTAMP', field: 'timestamp' },
  ],
  [
    'an unreadable sentAt',
    'track',
    { ...track, sentAt: '2026-13-01' },
    { code: 'INVALID_TIMESTAMP', field: 'sentAt' },
  ],
  [
    'a long messageId',
    'track',
    { ...track, messageId: 'm'.repeat(101) },
    { code: 'TOO_LONG', field: 'messageId', limit: 100 },
  ],
  [
    '301 traits',
    'identify',
    { userId: 'u1', traits: traits(301) },
    { code: 'TOO_MANY_TRAITS', field: 'traits', limit: 300 },
  ],
  [
    '33 KB',
    'track',
    { ...track, properties: { x: 'y'.repeat(33_000) } },
    { code: 'EVENT_TOO_LARGE', field: null, limit: 32_768 },
  ],
  [
    '21 levels',
    'track',
    text(track, 'properties', nested(20)),
    { code: 'TOO_DEEP', field: `properties${'.a'.repeat(19)}`, limit: 20 },
  ],
  [
    '100,000 levels',
    'track',
    text(track, 'properties', nested(80_000)),
    { code: 'TOO_DEEP', field: `properties${'.a'.repeat(19)}`, limit: 20 },
  ],
  [
    '__proto__',
    'track',
    text(track, 'properties', '{"__proto__":{"admin":true}}'),
    { code: 'FORBIDDEN_KEY', field: 'properties.__proto__' },
  ],
  [
    'constructor',
    'track',
    text(track, 'constructor', '{"prototype":{}}'),
    { code: 'FORBIDDEN_KEY', field: 'constructor' },
  ],
  [
    'a NUL character',
    'track',
    { ...track, properties: { name: 'a\0b' } },
    { code: 'NUL_CHARACTER', field: 'properties.name' },
  ],
  ['a NUL in an id', 'track', { ...track, userId: 'a\0b' }, { code: 'NUL_CHARACTER', field: 'userId' }],
  [
    'a lone surrogate',
    'track',
    text(track, 'properties', '{"a":["\\ud800"]}'),
    { code: 'LONE_SURROGATE', field: 'properties.a[0]' },
  ],
  [
    'an infinite number',
    'track',
    text(track, 'properties', '{"a":1e999}'),
    { code: 'NOT_A_FINITE_NUMBER', field: 'properties.a' },
  ],
  [
    'a number that would change',
    'track',
    text(track, 'properties', '{"a":12345678901234567891}'),
    { code: 'UNSAFE_INTEGER', field: 'properties.a' },
  ],
])('%s is refused by its field and kept', async (_name, call, message, error) => {
  const before = (await running.entries()).length;
  const answer = await running.post(`/v1/${call}`, message);
  expect(answer).toMatchObject({ status: 400, body: { success: false, error } });
  expect((await running.entries()).length).toBe(before);
  expect(await running.deadLetters()).toMatchObject([
    {
      tenant_id: running.tenantId,
      source_id: 'shop',
      reason: error.code,
      field: error.field,
      received_at: new Date(receivedAt),
    },
  ]);
});

test('what stands at a limit is accepted', async () => {
  const message = { ...track, messageId: 'm'.repeat(100), traits: traits(300) };
  expect(await running.post('/v1/track', text(message, 'properties', nested(19)))).toMatchObject({
    status: 200,
  });
  const bare = JSON.stringify({ ...track, messageId: 'limit', properties: { x: '' }, type: 'track' }).length;
  const fits = { ...track, messageId: 'limit', properties: { x: 'y'.repeat(32_768 - bare) } };
  expect(await running.post('/v1/track', fits)).toMatchObject({ status: 200 });
});

test.each([
  ['2100-01-01T00:00:00.000Z', 4_102_444_800_000],
  ['1970-01-01T00:00:00.000Z', 0],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000],
])('a clock that says %s is taken as it is and cannot move the past', async (timestamp, time) => {
  const answer = await running.post('/v1/track', { ...track, timestamp });
  expect(answer).toMatchObject({ status: 200 });
  const entry = (await running.entries()).at(-1);
  expect(entry?.timestamp).toBe(time);
  expect(entry?.time).toBe(Math.min(time, receivedAt));
});

test('a client whose clock is years off is corrected by its sentAt', async () => {
  const answer = await running.post('/v1/track', {
    ...track,
    timestamp: '2031-05-01T10:00:00.000Z',
    sentAt: '2031-05-01T10:00:07.500Z',
  });
  expect(answer).toMatchObject({ status: 200 });
  expect((await running.entries()).at(-1)?.timestamp).toBe(receivedAt - 7_500);
});

test('one bad event does not stop the rest of its batch', async () => {
  const answer = await running.post('/v1/batch', {
    batch: [
      null,
      { type: 'track', ...track },
      'x',
      { type: 'nothing', ...track },
      { type: 'identify', userId: 'u2' },
    ],
  });
  expect(answer.status).toBe(200);
  expect(answer.body.results).toMatchObject([
    { status: 'refused', error: { code: 'NOT_AN_OBJECT' } },
    { status: 'accepted' },
    { status: 'refused', error: { code: 'NOT_AN_OBJECT' } },
    { status: 'refused', error: { code: 'UNKNOWN_TYPE' } },
    { status: 'accepted' },
  ]);
  expect(await running.deadLetters()).toHaveLength(3);
});

test.each([
  ['track', '{"userId":', 'MALFORMED_JSON'],
  ['batch', '', 'MALFORMED_JSON'],
  ['batch', '"text"', 'NOT_AN_OBJECT'],
  ['batch', '{"batch":{}}', 'REQUIRED'],
  ['batch', '{"batch":[],"context":[]}', 'WRONG_TYPE'],
  ['batch', '{"batch":[],"sentAt":"yesterday"}', 'INVALID_TIMESTAMP'],
])('/v1/%s with the body %j is refused as a whole and kept', async (call, body, code) => {
  expect(await running.post(`/v1/${call}`, body)).toMatchObject({
    status: 400,
    body: { success: false, error: { code } },
  });
  expect(await running.deadLetters()).toMatchObject([{ reason: code, source_id: 'shop' }]);
});

test('bytes that are no UTF-8 are refused, not changed', async () => {
  const body = Buffer.concat([Buffer.from('{"userId":"'), Buffer.from([0xff, 0x00]), Buffer.from('"}')]);
  expect(await running.post('/v1/track', body)).toMatchObject({
    status: 400,
    body: { error: { code: 'MALFORMED_JSON' } },
  });
  expect(await running.deadLetters()).toMatchObject([{ payload: '{"userId":"\ufffd\ufffd"}' }]);
});

test('a batch of more than 2,500 events is refused with the limit', async () => {
  const batch = Array.from({ length: limits.maxBatchEvents + 1 }, () => ({ type: 'track', ...track }));
  expect(await running.post('/v1/batch', { batch })).toMatchObject({
    status: 413,
    body: { error: { code: 'TOO_MANY_EVENTS', limit: 2_500 } },
  });
});

test('a context that a batch would copy into its events for more than 4 MB is refused with the limit', async () => {
  const batchOf = (events: number) => ({
    context: { note: 'x'.repeat(20_000) },
    batch: Array.from({ length: events }, () => ({ type: 'track', ...track })),
  });
  const before = (await running.entries()).length;
  expect(await running.post('/v1/batch', batchOf(210))).toMatchObject({
    status: 413,
    body: { error: { code: 'REQUEST_TOO_LARGE', field: 'context', limit: 4_194_304 } },
  });
  expect((await running.entries()).length).toBe(before);
  expect(await running.post('/v1/batch', batchOf(2))).toMatchObject({ status: 200 });
});

test('no dead letter keeps the write key, wherever the client put it', async () => {
  const event = { type: 'track', ...track, writeKey: running.writeKey };
  await running.post('/v1/batch', { batch: Array.from({ length: 2_501 }, () => event) });
  await running.post('/v1/track', { ...track, event: '', context: { config: { key: running.writeKey } } });
  const letters = await running.deadLetters();
  expect(letters.map(({ reason }) => reason)).toEqual(['REQUIRED', 'TOO_MANY_EVENTS']);
  for (const { payload } of letters) {
    expect(payload).toContain('[write key]');
    expect(payload).not.toContain(running.writeKey);
  }
});

test('a number beyond all bounds is refused with its event, not with the batch', async () => {
  const event = JSON.stringify({ type: 'track', ...track });
  const body = `{"batch":[${event},${text({ type: 'track', ...track }, 'properties', `{"n":${'9'.repeat(400)}}`)}]}`;
  expect((await running.post('/v1/batch', body)).body.results).toMatchObject([
    { status: 'accepted' },
    { status: 'refused', error: { code: 'NOT_A_FINITE_NUMBER', field: 'properties.n' } },
  ]);
});

test('a request over 500 KB is refused, and its beginning is kept without the key', async () => {
  const body = JSON.stringify({ writeKey: running.writeKey, x: 'ä'.repeat(300_000) });
  expect(await running.post('/v1/batch', body)).toMatchObject({
    status: 413,
    headers: { connection: 'close' },
    body: { error: { code: 'REQUEST_TOO_LARGE', limit: limits.maxRequestBytes } },
  });
  const [letter] = await running.deadLetters();
  expect(letter?.reason).toBe('REQUEST_TOO_LARGE');
  expect(letter?.payload).toMatch(/^\{"writeKey":"\[write key\]","x":"ä+$/);
  expect(Buffer.byteLength(letter?.payload ?? '')).toBeLessThanOrEqual(limits.maxEventBytes);
});

test('a gzip that unpacks to a thousand times its size is stopped at the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1_048_576), { level: 9 });
  const headers = { ...basic(running.writeKey), 'content-encoding': 'gzip' };
  expect(bomb.length).toBeLessThan(60_000);
  expect(await running.post('/v1/batch', bomb, headers)).toMatchObject({ status: 413 });
});

test('a body that is not the gzip it claims to be is refused', async () => {
  const headers = { ...basic(running.writeKey), 'content-encoding': 'gzip' };
  expect(await running.post('/v1/track', 'plain', headers)).toMatchObject({ status: 400 });
  const cut = gzipSync(JSON.stringify(track)).subarray(0, 20);
  expect(await running.post('/v1/track', cut, headers)).toMatchObject({ status: 400 });
});

test('an encoding that is not spoken is named', async () => {
  const headers = { ...basic(running.writeKey), 'content-encoding': 'br' };
  expect(await running.post('/v1/track', track, headers)).toMatchObject({
    status: 415,
    body: { error: { code: 'UNSUPPORTED_ENCODING' } },
  });
});

test.each([
  [{}, 'MISSING_WRITE_KEY'],
  [{ authorization: 'Bearer abc' }, 'MISSING_WRITE_KEY'],
  [{ authorization: 'Basic !!' }, 'MISSING_WRITE_KEY'],
  [basic(''), 'MISSING_WRITE_KEY'],
  [basic('nobody'), 'UNKNOWN_WRITE_KEY'],
  [basic('k'.repeat(400)), 'UNKNOWN_WRITE_KEY'],
])('with %j the answer is 401 %s, and nothing is kept', async (headers, code) => {
  const before = (await running.entries()).length;
  expect(await running.post('/v1/track', track, headers)).toMatchObject({
    status: 401,
    body: { success: false, error: { code } },
  });
  expect((await running.entries()).length).toBe(before);
  expect(await running.deadLetters()).toEqual([]);
});

test('a dead letter knows whom it mentions by keyed hashes', async () => {
  await running.post('/v1/identify', {
    userId: 'u1',
    anonymousId: 'a1',
    timestamp: 'soon',
    traits: { email: 'Anna@Example.com', note: 'wife: eva@example.com' },
  });
  const ids = await loadKeyedIds(running.database, running.tenantId);
  const [letter] = await running.deadLetters();
  expect(new Set(letter?.mention_hashes)).toEqual(
    new Set([
      ids.valueHash('user_id', 'u1'),
      ids.valueHash('email', 'anna@example.com'),
      ids.valueHash('anonymous_id', 'a1'),
      ids.valueHash('email', 'eva@example.com'),
    ]),
  );
});

test('the same refusal sent again is kept once', async () => {
  const bad = { ...track, timestamp: 'soon' };
  await running.post('/v1/track', { ...bad, sentAt: '2026-01-01T00:00:00Z' });
  await running.post('/v1/track', { ...bad, sentAt: '2026-01-01T00:00:09Z' });
  expect(await running.deadLetters()).toHaveLength(1);
});

test('an address that is none answers 404', async () => {
  expect(await running.post('/v1/nothing', track)).toMatchObject({ status: 404 });
});
