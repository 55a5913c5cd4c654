import { canonicalJson, extractIdentifiers, limits } from '@customer360/tracking';
import { expect, test } from 'vitest';
import type { TrackingMessage } from '../loaders/tracking-message.ts';
import { generateDemo } from './generate-demo.ts';

const demo = generateDemo({ seed: 42, today: new Date('2026-03-18T23:00:00Z') });

const needed: Partial<Record<TrackingMessage['type'], (message: TrackingMessage) => string>> = {
  track: ({ event }) => event ?? '',
  alias: ({ previousId }) => previousId ?? '',
  group: ({ groupId }) => groupId ?? '',
};

test('every event that is meant to be taken holds the limits of the Segment Spec', () => {
  for (const { message, expected } of demo) {
    if (expected === 'refused') continue;
    const { type, messageId, timestamp, userId, anonymousId, traits = {} } = message;
    const text = canonicalJson(message, { maxDepth: limits.maxDepth });
    expect(Buffer.byteLength(text)).toBeLessThan(limits.maxEventBytes / 4);
    expect(messageId.length).toBeLessThanOrEqual(limits.maxMessageIdLength);
    expect(Object.keys(traits).length).toBeLessThanOrEqual(limits.maxTraits);
    expect(new Date(timestamp).toISOString()).toBe(timestamp);
    expect(userId ?? anonymousId).toBeTruthy();
    expect(needed[type]?.(message) ?? 'nothing more').toBeTruthy();
  }
});

test('a handful of events is broken, each in its own way', () => {
  const broken = demo.filter(({ expected }) => expected === 'refused').map(({ message }) => message);
  expect(broken).toHaveLength(7);
  expect(broken.filter(({ messageId }) => messageId.length > limits.maxMessageIdLength)).toHaveLength(1);
  expect(broken.filter(({ timestamp }) => Number.isNaN(Date.parse(timestamp)))).toHaveLength(1);
  expect(broken.filter(({ event }) => event === '')).toHaveLength(1);
  expect(broken.filter(({ traits }) => Object.keys(traits ?? {}).length > limits.maxTraits)).toHaveLength(1);
  expect(broken.filter((message) => JSON.stringify(message).length > limits.maxEventBytes)).toHaveLength(1);
  const unreadable = broken.filter((message) => {
    try {
      return canonicalJson(message, { maxDepth: limits.maxDepth }) === '';
    } catch {
      return true;
    }
  });
  expect(unreadable).toHaveLength(2);
});

test('every identifier is one that identity resolution can use, whatever its spelling', () => {
  const found = demo
    .filter(({ expected }) => expected === 'accepted')
    .map(({ message }) => ({ message, ...extractIdentifiers(message) }));
  expect(found.flatMap(({ dropped }) => dropped)).toEqual([]);
  const phones = Map.groupBy(
    found.filter(({ message }) => message.traits?.['phone'] !== undefined),
    ({ message }) => message.userId,
  );
  for (const events of phones.values()) {
    const values = events.flatMap(({ identifiers }) => identifiers.filter(({ type }) => type === 'phone'));
    expect(new Set(values.map(({ value }) => value)).size).toBe(1);
  }
});
