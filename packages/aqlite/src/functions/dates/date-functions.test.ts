import { expect, test } from 'vitest';
import { call, type Case, outcome, table } from '../../../test/function-table.ts';

const cases: readonly Case[] = [
  ['DATE_NOW', [], 1_700_000_000_000],
  ['DATE_TIMESTAMP', ['2014-05-07T14:19:09.522'], 1399472349522],
  ['DATE_TIMESTAMP', [2014, 5, 7, 14, 19, 9, 522], 1399472349522],
  ['DATE_TIMESTAMP', ['2014-05-07T14:19:09+07:30'], 1399445349000],
  ['DATE_TIMESTAMP', [2016, 12, -1], null, 1572],
  ['DATE_TIMESTAMP', [2016, 2, 32], 1456963200000],
  ['DATE_TIMESTAMP', [2016, 2], null, 1542],
  ['DATE_TIMESTAMP', [null], null, 1542],
  ['DATE_ISO8601', ['2014-5-7 14:19:09Z'], '2014-05-07T14:19:09.000Z'],
  ['DATE_ISO8601', [253402300800000], null, 1572],
  ['DATE_YEAR', ['never'], null, 1572],
  ['DATE_YEAR', [[]], null, 1542],
  ['DATE_DAYOFWEEK', ['2020-08-29'], 6],
  ['DATE_DAYOFYEAR', ['2020-08-29'], 242],
  ['DATE_ISOWEEKYEAR', ['2023-01-01'], { week: 52, year: 2022 }],
  ['DATE_ISOWEEK', ['2020-08-29'], 35],
  ['DATE_LEAPYEAR', ['1900'], false],
  ['DATE_DAYS_IN_MONTH', ['2020-02-01'], 29],
  ['DATE_QUARTER', ['2020-12-31'], 4],
  ['DATE_MILLISECOND', ['2020-08-29T16:30:05.123'], 123],
  ['DATE_TRUNC', ['2017-02-03 04:05:06', 'hours'], '2017-02-03T04:00:00.000Z'],
  ['DATE_TRUNC', ['2017-02-03', 'y'], '2017-01-01T00:00:00.000Z'],
  ['DATE_TRUNC', ['2017-02-03', 'week'], null, 1572],
  ['DATE_ROUND', ['2000-04-10T11:39:29Z', 15, 'minutes'], '2000-04-10T11:30:00.000Z'],
  ['DATE_ROUND', ['1969-12-31T23:59:59Z', 1, 'd'], '1970-01-01T00:00:00.000Z'],
  ['DATE_ROUND', ['2000-04-10', 0, 'd'], null, 1542],
  ['DATE_FORMAT', ['1969', "Summer of '%yy"], "Summer of '69"],
  ['DATE_FORMAT', ['2016', '%%l = %l'], '%l = 1'],
  ['DATE_FORMAT', ['2016-03-01', '%xxx%'], '061'],
  [
    'DATE_FORMAT',
    ['2016-03-01T04:05:06.007Z', '%dd.%mm.%yyyy %hh:%ii:%ss,%fff %wwww %mmm%&m'],
    '01.03.2016 04:05:06,007 Tuesday Marm',
  ],
  ['DATE_FORMAT', ['2016', 1], null, 1542],
  ['DATE_ADD', ['2016-01-31', 1, 'month'], '2016-03-02T00:00:00.000Z'],
  ['DATE_ADD', ['2000-01-01', 'P1Y2M3W4DT5H6M7.89S'], '2001-03-26T05:06:07.890Z'],
  ['DATE_ADD', ['2000-01-01', 1.5, 'days'], '2000-01-02T12:00:00.000Z'],
  ['DATE_ADD', ['2000-01-01', 'P'], null, 1572],
  ['DATE_ADD', ['2000-01-01', 1, 'eon'], null, 1572],
  ['DATE_ADD', ['2000-01-01', 'x', 'day'], null, 1542],
  ['DATE_ADD', ['9999-12-31', 1, 'day'], null, 1572],
  ['DATE_SUBTRACT', ['2000-01-01', 'PT30M44.4S'], '1999-12-31T23:29:15.600Z'],
  ['DATE_SUBTRACT', ['2000-01-01', -1, 'w'], '2000-01-08T00:00:00.000Z'],
  ['DATE_DIFF', ['2023-12-01', '2024-04-01', 'days'], 122],
  ['DATE_DIFF', ['2024-04-01', '2023-12-01', 'm'], -4],
  ['DATE_DIFF', [0, 90_000_000, 'd', true], 1.0416666666666667],
  ['DATE_DIFF', [0, 1, 'eon'], null, 1572],
  ['DATE_COMPARE', ['1985-04-04', '2020-04-04', 'months', 'days'], true],
  ['DATE_COMPARE', ['1985-04-04', '2020-04-04', 'years', 'days'], false],
  ['DATE_COMPARE', ['1985', '2020', 'days', 'years'], true],
  ['DATE_COMPARE', ['1985', '2020', 'eons'], null, 1542],
  ['DATE_DIFF', ['2020-01-01', '2020-01-01T13:00:00', 'd'], 1],
  ['DATE_DIFF', ['2020-01-01', '2020-01-02', 'd', 1], null, 1542],
  ['DATE_UTCTOLOCAL', ['2020-01-15', 'Europe/London'], '2020-01-15T00:00:00.000Z'],
  ['DATE_UTCTOLOCAL', ['2020-03-15T00:00:00.000', 'America/New_York'], '2020-03-14T20:00:00.000'],
  ['DATE_UTCTOLOCAL', ['2020-03-15', 'UTC'], '2020-03-15T00:00:00.000Z'],
  ['DATE_LOCALTOUTC', ['2020-07-01T12:00:00', 'Europe/Berlin'], '2020-07-01T10:00:00.000Z'],
  [
    'DATE_LOCALTOUTC',
    ['2021-03-16T12:00:00.000', 'Africa/Lagos', true],
    {
      utc: '2021-03-16T11:00:00.000Z',
      tzdb: process.versions['tz'] ?? null,
      zoneInfo: { name: 'WAT', begin: '1919-08-31T23:30:00.000Z', end: null, dst: false, offset: 3600 },
    },
  ],
];

test.each(table(cases))('%s', (_, entry, expected) => {
  expect(outcome(entry)).toEqual(expected);
});

test.each([
  ['2020-07-01', 'Moon/Base', 'not found'],
  ['2020-10-25T02:30:00', 'Europe/Berlin', 'is ambiguous'],
  ['2020-03-29T02:30:00', 'Europe/Berlin', 'does not exist'],
])('the local time %s of %s %s', (date, zone, message) => {
  expect(() => call('DATE_LOCALTOUTC', date, zone)).toThrow(message);
});
