import { expect, test } from 'vitest';
import { correctedTimestamp, parseTimestamp } from './timestamps.ts';

test.each([
  ['2026-03-01T09:30:00.123Z', '2026-03-01T09:30:00.123Z'],
  ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01T09:30:00', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01 09:30:00.5', '2026-03-01T09:30:00.500Z'],
  ['2026-03-01T09:30:00.999999999Z', '2026-03-01T09:30:00.999Z'],
  ['2026-03-01T09:30:00.001+02:00', '2026-03-01T07:30:00.001Z'],
  ['2026-03-01T09:30:00-0330', '2026-03-01T13:00:00.000Z'],
  ['2015-2-02T00:30:08.276Z', '2015-02-02T00:30:08.276Z'],
  ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
])('%s is %s', (text, time) => {
  expect(new Date(parseTimestamp(text) ?? Number.NaN).toISOString()).toBe(time);
});

test.each([
  '',
  'soon',
  '2026',
  '2026-13-01',
  '2026-00-10',
  '2026-02-30',
  '2026-01-01T24:00:00Z',
  '1772357400000',
])('%j is no time', (text) => {
  expect(parseTimestamp(text)).toBeNull();
});

test('the time between event and sending is taken from the client', () => {
  const receivedAt = 1_000_000;
  expect(correctedTimestamp({ originalTimestamp: 400, sentAt: 900, receivedAt })).toBe(999_500);
});

test('without sentAt the client is believed, without a time the server is', () => {
  expect(correctedTimestamp({ originalTimestamp: 400, sentAt: null, receivedAt: 9 })).toBe(400);
  expect(correctedTimestamp({ originalTimestamp: null, sentAt: 400, receivedAt: 9 })).toBe(9);
});
