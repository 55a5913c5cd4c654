import { expect, test } from 'vitest';
import { importMessages } from './import-messages.ts';
import { acceptAll, startStubIngestion } from '../../test/stub-ingestion.ts';
import type { TrackingMessage } from './tracking-message.ts';

const messages = ['one', 'two', 'three', 'four'].map((messageId): TrackingMessage => ({
  type: 'track',
  messageId,
  timestamp: '2026-01-01T00:00:00.000Z',
  userId: 'u',
  event: 'Seen',
}));

test('each stored event is reported in order, duplicates too, and progress ends at the total', async () => {
  const statuses = ['accepted', 'duplicate', 'accepted', 'duplicate'];
  await using stub = await startStubIngestion(() => ({
    body: { results: statuses.map((status) => ({ status })) },
  }));
  const stored: string[] = [];
  const progress: number[] = [];
  const counts = await importMessages({
    ingestionUrl: stub.url,
    writeKey: 'key',
    messages,
    onStored: ({ messageId }) => stored.push(messageId),
    onProgress: ({ done }) => progress.push(done),
  });
  expect(counts).toEqual({ accepted: 2, duplicate: 2, conflict: 0, refused: 0 });
  expect(stored).toEqual(['one', 'two', 'three', 'four']);
  expect(progress).toEqual([0, 4]);
});

test('sends no sentAt, so that times are kept to the millisecond', async () => {
  await using stub = await startStubIngestion(acceptAll);
  await importMessages({ ingestionUrl: stub.url, writeKey: 'key', messages });
  expect(stub.requests.map(({ body }) => body)).toEqual([{ batch: messages }]);
});

test('a refused or conflicting event fails the load with counts and reasons, after everything was sent', async () => {
  const results = [
    { status: 'accepted' },
    { status: 'refused', error: { field: 'messageId', message: 'It may have 100 characters.' } },
    { status: 'conflict' },
    { status: 'accepted' },
  ];
  await using stub = await startStubIngestion(() => ({ body: { results } }));
  const stored: string[] = [];
  const load = importMessages({
    ingestionUrl: stub.url,
    writeKey: 'key',
    messages,
    onStored: ({ messageId }) => stored.push(messageId),
  });
  await expect(load).rejects.toThrow(
    'of 4 events 1 are in conflict with what the log holds and 1 were refused: ' +
      'two refused (messageId: It may have 100 characters.); three conflict',
  );
  expect(stored).toEqual(['one', 'four']);
});

test('an answer that speaks of fewer events than were sent fails the load', async () => {
  await using stub = await startStubIngestion(() => ({ body: { results: [{ status: 'accepted' }] } }));
  const load = importMessages({ ingestionUrl: stub.url, writeKey: 'key', messages });
  await expect(load).rejects.toThrow('ingestion answered for 1 of 4 events');
});
