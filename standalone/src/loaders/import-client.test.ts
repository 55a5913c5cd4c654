import { expect, test } from 'vitest';
import { createImportClient, retryAfterMs } from './import-client.ts';
import { type StubAnswer, startStubIngestion } from '../../test/stub-ingestion.ts';

const body = JSON.stringify({ batch: [] });

async function postTo(answers: readonly StubAnswer[], maxAttempts = 3) {
  const pauses: number[] = [];
  await using stub = await startStubIngestion((_, number) => answers[number] ?? { body: { results: [] } });
  const client = createImportClient({
    ingestionUrl: stub.url,
    writeKey: 'key',
    maxAttempts,
    wait: async (ms) => {
      pauses.push(ms);
    },
  });
  const outcome = await client.post(body).catch((error: unknown) => error);
  return { outcome, pauses, requests: stub.requests };
}

test('a body goes to /v1/import with the write key as user name and comes back parsed', async () => {
  const { outcome, requests } = await postTo([{ body: { results: ['kept'] } }]);
  expect(outcome).toEqual({ results: ['kept'] });
  expect(requests).toEqual([
    {
      path: '/v1/import',
      authorization: `Basic ${Buffer.from('key:').toString('base64')}`,
      body: { batch: [] },
    },
  ]);
});

test('a 429 is waited out for as long as it says and is no failure', async () => {
  const busy = { status: 429, headers: { 'retry-after': '2' } };
  const { outcome, pauses } = await postTo([busy, busy, busy, busy], 1);
  expect(outcome).toEqual({ results: [] });
  expect(pauses).toEqual([2_000, 2_000, 2_000, 2_000]);
});

test('a log that answers nothing but 429 ends the load', async () => {
  const { outcome } = await postTo(
    Array.from({ length: 30 }, () => ({ status: 429, headers: { 'retry-after': '60' } })),
  );
  expect(outcome).toMatchObject({ message: expect.stringContaining('nothing but 429') });
});

test('a 5xx and a broken connection are tried again, each time later', async () => {
  const { outcome, pauses } = await postTo([{ status: 503 }, { hangUp: true }]);
  expect(outcome).toEqual({ results: [] });
  expect(pauses).toEqual([250, 500]);
});

test('after the last try the error says what was answered', async () => {
  const { outcome, requests } = await postTo(Array.from({ length: 9 }, () => ({ status: 502 })));
  expect(outcome).toMatchObject({ message: expect.stringContaining('answered 502 in the last of 3 tries') });
  expect(requests).toHaveLength(3);
});

test('a wrong write key fails at once', async () => {
  const { outcome, requests } = await postTo([{ status: 401, body: { error: 'unknown write key' } }]);
  expect(outcome).toMatchObject({
    message: expect.stringContaining('answered 401: {"error":"unknown write key"}'),
  });
  expect(requests).toHaveLength(1);
});

test.each([
  [null, 1_000],
  ['', 1_000],
  ['3', 3_000],
  ['-3', 0],
  ['Thu, 01 Jan 1970 00:00:09 GMT', 4_000],
  ['soon', 1_000],
])('Retry-After %j is %i ms at five seconds past 1970', (header, ms) => {
  expect(retryAfterMs(header, 5_000)).toBe(ms);
});
