import { expect, test } from 'vitest';
import { windowBounds } from './window-bounds.ts';
import { calendarExpiry, startOfLocalDate, startOfPeriod } from './zones.ts';

const at = (text: string) => Date.parse(text);
const text = (time: number | null) => (time === null ? null : new Date(time).toISOString());

test.each([
  [
    'a day of 23 hours',
    'day',
    1,
    'Europe/Berlin',
    '2026-03-29T20:00:00Z',
    '2026-03-27T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  [
    'a day of 25 hours',
    'day',
    0,
    'Europe/Berlin',
    '2026-10-25T12:00:00Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  [
    'a day without midnight',
    'day',
    0,
    'America/Sao_Paulo',
    '2018-11-04T12:00:00Z',
    '2018-11-04T03:00:00.000Z',
    '2018-11-05T02:00:00.000Z',
  ],
  [
    'a day that a zone left out',
    'day',
    1,
    'Pacific/Apia',
    '2011-12-31T12:00:00Z',
    '2011-12-30T10:00:00.000Z',
    '2012-01-01T10:00:00.000Z',
  ],
  [
    'a leap day',
    'month',
    0,
    'UTC',
    '2024-02-29T12:00:00Z',
    '2024-02-01T00:00:00.000Z',
    '2024-03-01T00:00:00.000Z',
  ],
  [
    'a week that begins in the former year',
    'week',
    0,
    'UTC',
    '2026-01-01T12:00:00Z',
    '2025-12-29T00:00:00.000Z',
    '2026-01-05T00:00:00.000Z',
  ],
] as const)('%s', (...[, unit, back, zone, moment, start, end]) => {
  expect(text(startOfPeriod(unit, back, zone, at(moment)))).toBe(start);
  expect(text(calendarExpiry(unit, 0, zone, at(moment)))).toBe(end);
});

test('a clock that goes back over midnight does not move windows backwards', () => {
  const zone = 'America/St_Johns';
  const before = at('2010-11-07T02:30:30Z');
  const after = at('2010-11-07T02:45:00Z');
  const [first, second] = [before, after].map((time) => startOfPeriod('day', 0, zone, time));
  expect(second).toBeGreaterThanOrEqual(first ?? 0);
});

test('a local date begins with its first instant, and a day that is none has no beginning', () => {
  expect(text(startOfLocalDate('2026-03-29', 'Europe/Berlin'))).toBe('2026-03-28T23:00:00.000Z');
  expect(startOfLocalDate('2026-02-29', 'Europe/Berlin')).toBeNull();
  expect(startOfLocalDate('2026-02-29T00', 'Europe/Berlin')).toBeNull();
});

test('a sliding window holds its moment and not the one that is its length before', () => {
  expect(windowBounds({ kind: 'within', ms: 10 }, 100)).toEqual({ from: 91, before: 101 });
});
