import { expect, test, vi } from 'vitest';
import { startEmbeddedIngestion } from '../../test/embedded-ingestion.ts';
import { importMessages } from './import-messages.ts';
import type { TrackingMessage } from './tracking-message.ts';

// The machine may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

const start = Date.parse('2017-01-01T12:30:27.123Z');
/** Two requests full. */
const messages = Array.from({ length: 700 }, (_, number): TrackingMessage => ({
  type: 'track',
  messageId: `m-${number}`,
  timestamp: new Date(start + number * 61_007).toISOString(),
  userId: `household-${number % 50}`,
  event: 'Order Completed',
  properties: { order_id: String(number), revenue: number / 100, currency: 'USD', note: 'n'.repeat(800) },
}));

test('an import keeps its order and its times to the millisecond, and may be sent again', async () => {
  await using ingestion = await startEmbeddedIngestion(['shop']);
  const load = async (): Promise<unknown> =>
    importMessages({ ingestionUrl: ingestion.url, writeKey: 'shop', messages });
  expect(await load()).toEqual({ accepted: 700, duplicate: 0, conflict: 0, refused: 0 });
  const entries = await ingestion.entries();
  expect(entries.map(({ messageId, timestamp }) => [messageId, timestamp])).toEqual(
    messages.map(({ messageId, timestamp }) => [messageId, Date.parse(timestamp)]),
  );
  expect(await load()).toEqual({ accepted: 0, duplicate: 700, conflict: 0, refused: 0 });
});

test('the same messageId with other content fails the load', async () => {
  await using ingestion = await startEmbeddedIngestion(['shop']);
  const [first] = messages.map((message) => ({ ...message, userId: 'somebody else' }));
  await importMessages({ ingestionUrl: ingestion.url, writeKey: 'shop', messages: messages.slice(0, 1) });
  const again = importMessages({
    ingestionUrl: ingestion.url,
    writeKey: 'shop',
    messages: first === undefined ? [] : [first],
  });
  await expect(again).rejects.toThrow('of 1 events 1 are in conflict with what the log holds');
});

test('an unknown write key is said so', async () => {
  await using ingestion = await startEmbeddedIngestion(['shop']);
  const load = importMessages({ ingestionUrl: ingestion.url, writeKey: 'wrong', messages });
  await expect(load).rejects.toThrow(/answered 401: .*The write key is not known/);
});
