import { isTruthy, toNumber } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';
import { dateArithmetic } from './arithmetic.ts';
import { dayOfYear, daysInMonth, isLeapYear, isoWeek, quarter } from './calendar.ts';
import { formatDate } from './format-date.ts';
import { inRange, invalidDate, toIsoText, toTime, utc } from './parse-date.ts';
import { dateRounding } from './rounding.ts';
import { timeZoneFunctions } from './time-zones.ts';

function ofDate(name: string, compute: (date: Date) => Value): FunctionDefinition {
  return define(name, [1, 1], ([value], context) => {
    const time = toTime(value, name, context);
    return time === null ? null : compute(new Date(time));
  });
}

/** One date, or year, month, day and optional parts of the day. */
function timeOf(args: readonly Value[], name: string, context: FunctionContext): number | null {
  if (args.length === 1) return toTime(args[0], name, context);
  if (args.length < 3) return invalidArgument(context, name);
  if (!args.every((part) => typeof part === 'number' || typeof part === 'string')) {
    return invalidArgument(context, name);
  }
  const [year = 0, month = 0, day = 0, ...rest] = args.map((part) => Math.trunc(toNumber(part)));
  const [hour = 0, minute = 0, second = 0, millisecond = 0] = rest;
  if ([year, month, day, ...rest].some((part) => part < 0) || year > 9999) return invalidDate(context);
  const seconds = (hour * 60 + minute) * 60 + second;
  const time = utc([year, month, day]) + seconds * 1000 + Math.min(millisecond, 999);
  return inRange(time) ?? invalidDate(context);
}

export const dateFunctions: readonly FunctionDefinition[] = [
  define('DATE_NOW', [0, 0], (_, context) => context.now),
  define('DATE_TIMESTAMP', [1, 7], (args, context) => timeOf(args, 'DATE_TIMESTAMP', context)),
  define('DATE_ISO8601', [1, 7], (args, context) => {
    const time = timeOf(args, 'DATE_ISO8601', context);
    return time === null ? null : toIsoText(time, context);
  }),
  ofDate('DATE_DAYOFWEEK', (date) => date.getUTCDay()),
  ofDate('DATE_YEAR', (date) => date.getUTCFullYear()),
  ofDate('DATE_MONTH', (date) => date.getUTCMonth() + 1),
  ofDate('DATE_DAY', (date) => date.getUTCDate()),
  ofDate('DATE_HOUR', (date) => date.getUTCHours()),
  ofDate('DATE_MINUTE', (date) => date.getUTCMinutes()),
  ofDate('DATE_SECOND', (date) => date.getUTCSeconds()),
  ofDate('DATE_MILLISECOND', (date) => date.getUTCMilliseconds()),
  ofDate('DATE_DAYOFYEAR', (date) => dayOfYear(date.getTime())),
  ofDate('DATE_ISOWEEK', (date) => isoWeek(date.getTime()).week),
  ofDate('DATE_ISOWEEKYEAR', (date) => ({ ...isoWeek(date.getTime()) })),
  ofDate('DATE_LEAPYEAR', (date) => isLeapYear(date.getTime())),
  ofDate('DATE_QUARTER', (date) => quarter(date.getTime())),
  ofDate('DATE_DAYS_IN_MONTH', (date) => daysInMonth(date.getTime())),
  define('DATE_FORMAT', [2, 2], ([value, format = null], context) => {
    const time = toTime(value, 'DATE_FORMAT', context);
    if (time === null) return null;
    return typeof format === 'string' && isTruthy(format)
      ? formatDate(time, format)
      : invalidArgument(context, 'DATE_FORMAT');
  }),
  ...dateArithmetic,
  ...dateRounding,
  ...timeZoneFunctions,
];
