import { expect, test } from 'vitest';
import { readTimeZone, weeksOf } from './weeks.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

test('weeks begin on Monday 00:00 of the zone', () => {
  const range = { from: at('2024-01-03T12:00:00Z'), to: at('2024-01-10T00:00:00Z') };
  expect(weeksOf(range, 'UTC')).toEqual({
    mondays: ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22'],
    starts: ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22'].map((day) => at(`${day}T00:00:00Z`)),
  });
});

test('in Berlin the week of the spring change is an hour shorter, that of the autumn change an hour longer', () => {
  const lengthOfFirstWeek = (from: string): number => {
    const { starts } = weeksOf({ from: at(from), to: at(from) + HOUR }, 'Europe/Berlin');
    return ((starts[1] ?? 0) - (starts[0] ?? 0)) / HOUR;
  };
  expect(lengthOfFirstWeek('2024-03-25T00:00:00Z')).toBe(167);
  expect(lengthOfFirstWeek('2024-10-21T00:00:00Z')).toBe(169);
  expect(lengthOfFirstWeek('2024-06-03T00:00:00Z')).toBe(168);
});

test('late on Sunday in UTC it is Monday in Kathmandu and still Sunday in New York', () => {
  const sunday = { from: at('2024-01-07T22:00:00Z'), to: at('2024-01-07T23:00:00Z') };
  expect(weeksOf(sunday, 'Asia/Kathmandu').mondays[0]).toBe('2024-01-08');
  expect(weeksOf(sunday, 'America/New_York').mondays[0]).toBe('2024-01-01');
});

test('a zone that skipped a Friday has a week of six days', () => {
  const { starts } = weeksOf(
    { from: at('2011-12-27T00:00:00Z'), to: at('2011-12-28T00:00:00Z') },
    'Pacific/Apia',
  );
  expect(((starts[1] ?? 0) - (starts[0] ?? 0)) / HOUR).toBe(144);
});

test.each(['Mars/Olympus', '+01:00', '', 'UTC\n', "Europe/Berlin'", 'x'.repeat(100)])(
  'refuses %j as a time zone',
  (timeZone) => {
    expect(() => readTimeZone(timeZone)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining('timeZone') }),
    );
  },
);

test('takes UTC when none is given', () => {
  expect([readTimeZone(null), readTimeZone(undefined), readTimeZone('Etc/GMT+5')]).toEqual([
    'UTC',
    'UTC',
    'Etc/GMT+5',
  ]);
});
