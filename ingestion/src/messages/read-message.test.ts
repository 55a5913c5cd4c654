import { canonicalJson, limits, trackingTypes } from '@customer360/tracking';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessage } from './read-message.ts';
import type { MessageFrame } from './message-frame.ts';

const frame: MessageFrame = {
  writeKey: 'secret',
  sourceId: 'shop',
  receivedAt: 1_700_000_000_000,
  type: null,
  context: null,
  integrations: null,
  sentAt: undefined,
  identifiers: {},
  newId: () => 'new',
};

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('u1', 'null', 'a@example.com', '+14155550132', ' '),
);
const anything = fc.oneof({ weight: 3, arbitrary: text }, fc.jsonValue(), fc.constant(undefined));
const time = fc.oneof(
  anything,
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const object = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.dictionary(fc.oneof(text, fc.constantFrom('email', 'phone', 'traits', 'device')), anything),
  },
  anything,
);
const message = fc.record(
  {
    type: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...trackingTypes) }, anything),
    messageId: anything,
    userId: anything,
    anonymousId: anything,
    previousId: anything,
    groupId: anything,
    event: anything,
    name: anything,
    traits: object,
    properties: object,
    context: object,
    integrations: object,
    timestamp: time,
    originalTimestamp: time,
    sentAt: time,
  },
  { requiredKeys: ['type'] },
);

test('whatever a client sends becomes an entry that the log can keep, or a refusal', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.oneof({ weight: 19, arbitrary: message }, fc.jsonValue()), (sent) => {
      const read = readMessage(sent, frame);
      seen.add('entry' in read ? 'entry' : read.refused.code);
      if (!('entry' in read)) return;
      const { entry, messageId } = read;
      expect(canonicalJson(JSON.parse(entry.payload))).toBe(entry.payload);
      expect(messageId.length).toBeLessThanOrEqual(limits.maxMessageIdLength);
      expect(Number.isSafeInteger(entry.timestamp)).toBe(true);
      expect(entry.identifiers.length).toBeGreaterThan(0);
      expect(entry.identifiers.filter(({ type }) => type === 'user_id').length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 3_000 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['entry', 'REQUIRED', 'WRONG_TYPE', 'INVALID_TIMESTAMP']));
});

test('sending a message again, later, gives the same content', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const read = (sentAt: string, retryCount: number) =>
        readMessage({ ...sent, messageId: 'm1', sentAt, _metadata: { retryCount } }, frame);
      const first = read('2026-01-01T00:00:00.000Z', 0);
      const second = read('2026-01-01T00:01:00.000Z', 1);
      expect('entry' in second && second.entry.payload).toEqual('entry' in first && first.entry.payload);
    }),
  );
});
