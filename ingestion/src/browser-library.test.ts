import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIngestionDatabase, startTestIngestion } from '../test/test-ingestion.ts';
import type { TestIngestion } from '../test/test-ingestion.ts';

let running: TestIngestion;
let host: string;

beforeAll(async () => {
  running = await startTestIngestion(await openIngestionDatabase());
  host = await running.ingestion.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await running.close();
  await running.database.close();
});

/** As the browser library sends: JSON called text/plain, so that no preflight is needed, with the key inside. */
function send(path: string, message: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${host}${path}`, {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'text/plain', origin: 'https://shop.example', ...headers },
    body: JSON.stringify({ ...message, writeKey: running.writeKey, sentAt: new Date().toISOString() }),
  });
}

const delivery = { bundled: ['Segment.io'], unbundled: [], bundledIds: [] };
const page = {
  type: 'page',
  anonymousId: 'a1',
  userId: null,
  properties: { path: '/', referrer: '', title: 'Home', url: 'https://shop.example/' },
  context: {
    page: { path: '/' },
    userAgent: 'Mozilla/5.0',
    library: { name: 'analytics.js', version: 'next-1' },
  },
  integrations: { 'Segment.io': true },
  _metadata: delivery,
  timestamp: new Date().toISOString(),
};

test('a page view with the key in the body is accepted and readable by the page', async () => {
  const answer = await send('/v1/p', { ...page, messageId: 'ajs-next-1' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(await answer.json()).toMatchObject({ success: true, status: 'accepted', messageId: 'ajs-next-1' });
});

test('a retry that counts itself is a duplicate, not a conflict', async () => {
  await send('/v1/p', { ...page, messageId: 'ajs-next-2' });
  const again = await send('/v1/p', {
    ...page,
    messageId: 'ajs-next-2',
    _metadata: { ...delivery, retryCount: 1 },
  });
  expect(await again.json()).toMatchObject({ success: true, status: 'duplicate' });
});

test('a batch of the browser library is accepted', async () => {
  const answer = await send('/v1/b', { batch: [{ ...page, messageId: 'ajs-next-3' }] });
  expect(await answer.json()).toMatchObject({ success: true, results: [{ status: 'accepted' }] });
});

test('a beacon without a content type is accepted', async () => {
  const body = new Blob([JSON.stringify({ ...page, messageId: 'ajs-next-4', writeKey: running.writeKey })]);
  const answer = await fetch(`${host}/v1/p`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({ success: true, status: 'accepted' });
});

test('a preflight allows what libraries send', async () => {
  const answer = await fetch(`${host}/v1/batch`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    },
  });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '86400',
  });
});

test('a gzip body is unpacked', async () => {
  const body = gzipSync(JSON.stringify({ ...page, messageId: 'ajs-next-5', writeKey: running.writeKey }));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const answer = await fetch(`${host}/v1/page`, { method: 'POST', headers, body });
  expect(await answer.json()).toMatchObject({ success: true, status: 'accepted' });
});

test('without a key anywhere the answer is 401 and names what is missing', async () => {
  const answer = await fetch(`${host}/v1/p`, { method: 'POST', body: JSON.stringify(page) });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ success: false, error: { code: 'MISSING_WRITE_KEY' } });
});
