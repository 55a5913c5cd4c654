import { expect, test } from 'vitest';
import { toBatches } from './batches.ts';
import type { TrackingMessage } from './tracking-message.ts';

const message = (number: number, text = ''): TrackingMessage => ({
  type: 'track',
  messageId: `m-${number}`,
  timestamp: '2026-01-01T00:00:00.000Z',
  userId: 'u',
  event: 'Seen',
  properties: { text },
});

test('batches keep the order and hold both limits', () => {
  const messages = Array.from({ length: 25 }, (_, number) => message(number, 'é'.repeat(number * 10)));
  const batches = [...toBatches(messages, { bytes: 2_000, events: 4 })];
  expect(batches.flatMap(({ messages }) => messages)).toEqual(messages);
  expect(Math.max(...batches.map(({ messages }) => messages.length))).toBe(4);
  for (const { body } of batches) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(2_000);
  expect(batches.flatMap(({ body }) => (JSON.parse(body) as { batch: unknown[] }).batch)).toEqual(messages);
});

test('an event larger than a batch goes alone, for ingestion to refuse', () => {
  const sizes = [
    ...toBatches([message(1), message(2, 'x'.repeat(5_000)), message(3)], { bytes: 1_000, events: 10 }),
  ];
  expect(sizes.map(({ messages }) => messages.map(({ messageId }) => messageId))).toEqual([
    ['m-1'],
    ['m-2'],
    ['m-3'],
  ]);
});

test('no messages make no batch', () => {
  expect([...toBatches([])]).toEqual([]);
});
