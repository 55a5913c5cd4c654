import { expect, test } from 'vitest';
import {
  type StubAnswer,
  type StubRequest,
  acceptAll,
  startStubIngestion,
} from '../../test/stub-ingestion.ts';
import type { DemoEvent } from './demo-event.ts';
import { generateDemo } from './generate-demo.ts';
import { sendDemo } from './send-demo.ts';

const demo = generateDemo({ seed: 42, today: new Date('2026-03-18T12:00:00Z') });
const some = demo.slice(-2_500);
const few = demo.slice(0, 30);
const writeKeys = { web: 'key-web', app: 'key-app', pos: 'key-pos', crm: 'key-crm' };

async function send(
  events: readonly DemoEvent[],
  answer: (request: StubRequest, number: number) => StubAnswer,
  maxRetries = 3,
) {
  await using stub = await startStubIngestion(answer);
  const outcome = await sendDemo({ ingestionUrl: stub.url, writeKeys, events, maxRetries }).catch(
    (error: unknown) => error,
  );
  return { outcome, requests: stub.requests };
}

test('every event arrives once, with the write key of its source, and each source in order of time', async () => {
  const { outcome, requests } = await send(some, acceptAll);
  expect(outcome).toEqual({
    events: some.length,
    answers: { accepted: some.length, duplicate: 0, conflict: 0, refused: 0 },
  });
  for (const source of ['web', 'app', 'pos', 'crm'] as const) {
    const authorization = `Basic ${Buffer.from(`${writeKeys[source]}:`).toString('base64')}`;
    const sent = requests
      .filter((request) => request.authorization === authorization)
      .flatMap(({ body }) => body.batch);
    expect(sent.map(({ messageId, timestamp }) => [messageId, timestamp])).toEqual(
      some
        .filter((event) => event.source === source)
        .map(({ message }) => [message.messageId, message.timestamp]),
    );
  }
});

test('requests hold the size limit and are stamped when they are sent', async () => {
  const before = Date.now();
  const { requests } = await send(some, acceptAll);
  for (const { path, body } of requests) {
    expect(path).toBe('/v1/batch');
    expect(JSON.stringify(body).length).toBeLessThan(500_000);
    expect(Date.parse(String(body.sentAt))).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(body.sentAt))).toBeLessThanOrEqual(Date.now());
  }
});

test('sending again is all duplicates and succeeds', async () => {
  const { outcome } = await send(few, ({ body }) => ({
    body: { results: body.batch.map(() => ({ status: 'duplicate' })) },
  }));
  expect(outcome).toMatchObject({ answers: { accepted: 0, duplicate: 30 } });
});

test('a 429 with Retry-After and a 5xx are waited out', async () => {
  const { outcome, requests } = await send(few, (request, number) => {
    if (number === 0) return { status: 429, headers: { 'retry-after': '1' } };
    return number === 1 ? { status: 503 } : acceptAll(request);
  });
  expect(outcome).toMatchObject({ answers: { accepted: 30 } });
  expect(requests.slice(0, 3).map(({ body }) => body.batch[0]?.messageId)).toEqual(
    Array.from({ length: 3 }, () => few[0]?.message.messageId),
  );
});

test('a broken event that is refused is counted and no failure', async () => {
  const broken = demo.filter(({ expected }) => expected === 'refused');
  const { outcome } = await send(broken, ({ body }) => ({
    body: { results: body.batch.map(() => ({ status: 'refused', error: { field: null, message: 'no' } })) },
  }));
  expect(outcome).toMatchObject({ answers: { refused: broken.length } });
});

test('a good event that is refused fails the load and is named with the reason', async () => {
  const { outcome } = await send(few, ({ body }) => ({
    body: {
      results: body.batch.map((_, place) =>
        place === 0
          ? { status: 'refused', error: { field: 'userId', message: 'no' } }
          : { status: 'accepted' },
      ),
    },
  }));
  expect(outcome).toMatchObject({ message: expect.stringMatching(/demo-42-00001 refused \(userId: no\)/) });
});

test('a wrong write key ends the load at its first request', async () => {
  const { outcome, requests } = await send(demo, () => ({ status: 401 }));
  expect(outcome).toMatchObject({
    message: `ingestion stopped answering after 0 of ${demo.length} demo events`,
  });
  expect((outcome as Error).cause).toMatchObject({ message: expect.stringContaining('401') });
  expect(requests.length).toBeLessThanOrEqual(4);
});

test('an ingestion that stays away ends the load with the reason', async () => {
  const { outcome } = await send(few, () => ({ hangUp: true }), 1);
  expect(outcome).toMatchObject({ message: 'ingestion stopped answering after 0 of 30 demo events' });
  expect((outcome as Error).cause).toBeInstanceOf(Error);
});

test('an answer that is not one per event ends the load', async () => {
  const { outcome } = await send(few, () => ({ body: { success: true } }));
  expect(outcome).toMatchObject({ message: 'ingestion stopped answering after 0 of 30 demo events' });
});
