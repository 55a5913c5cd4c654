import { expect, test } from 'vitest';
import { faultOf, nextCount } from './schedule.ts';

const utc = (cron: string) => ({ cron, timeZone: 'UTC' });

test.each([
  ['0 3 * * *', '2026-03-01T03:00:00.000Z', '2026-03-02T03:00:00.000Z'],
  ['*/15 * * * *', '2026-03-01T03:00:00.001Z', '2026-03-01T03:15:00.000Z'],
  ['0 0 29 2 *', '2026-01-01T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ['0 6 * * MON', '2026-03-01T00:00:00.000Z', '2026-03-02T06:00:00.000Z'],
])('%s comes next after %s at %s', (cron, at, next) => {
  expect(new Date(nextCount(utc(cron), Date.parse(at))).toISOString()).toBe(next);
});

test('an hour that a change of clock leaves out comes an hour later, and one that it repeats comes once', () => {
  const berlin = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
  const after = (at: string) => new Date(nextCount(berlin, Date.parse(at))).toISOString();
  expect(after('2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  expect(after('2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(after('2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
});

test.each([
  ['* * * * *', 'UTC', 'cron', /at least 15 minutes/],
  ['0,10 3 1 1 *', 'UTC', 'cron', /at least 15 minutes/],
  ['50,0 * * * *', 'UTC', 'cron', /at least 15 minutes/],
  ['0 0 31 2 *', 'UTC', 'cron', /never comes/],
  ['0 0 * *', 'UTC', 'cron', /five fields/],
  ['0 0 0 * * *', 'UTC', 'cron', /five fields/],
  ['@daily', 'UTC', 'cron', /five fields/],
  ['', 'UTC', 'cron', /five fields/],
  ['61 * * * *', 'UTC', 'cron', /no cron expression/],
  ["'; drop table segment.definition; --", 'UTC', 'cron', /no cron expression/],
  [`${'0,'.repeat(60)}0 0 * * *`, 'UTC', 'cron', /at most 100 characters/],
  ['0 3 * * *', 'Mars/One', 'timeZone', /IANA time zone/],
  ['0 3 * * *', '', 'timeZone', /IANA time zone/],
])('the schedule %j in %j is refused for its %s', (cron, timeZone, field, message) => {
  expect(faultOf({ cron, timeZone })).toEqual({ field, message: expect.stringMatching(message) });
});

test.each([['*/15 * * * *'], ['0,30 9-17 * * MON-FRI'], ['0 0 L * *'], ['45,0 * * * *']])(
  'the schedule %s can be used',
  (cron) => {
    expect(faultOf({ cron, timeZone: 'Europe/Berlin' })).toBeNull();
  },
);
