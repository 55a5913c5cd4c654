import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';
import { invalidDate, toIsoText, toTime } from './parse-date.ts';
import { type DateUnit, unitLength, unitNamed } from './units.ts';

const durationPattern =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/i;

interface Duration {
  readonly months: number;
  readonly milliseconds: number;
}

/** An ISO 8601 duration such as P1Y2M3W4DT5H6M7.89S; null when the text is none. */
export function parseDuration(text: string): Duration | null {
  const match = durationPattern.exec(text);
  if (match === null || text.length < 3) return null;
  const part = (index: number): number => Number(match[index] ?? 0);
  const seconds = (part(5) * 60 + part(6)) * 60 + part(7);
  return {
    months: part(1) * 12 + part(2),
    milliseconds:
      part(3) * unitLength.week +
      part(4) * unitLength.day +
      seconds * 1000 +
      Number((match[8] ?? '0').padEnd(3, '0')),
  };
}

/** Fractions of a year are months, fractions of a month are days of a month of 30 days. */
function durationOf(amount: number, unit: DateUnit): Duration {
  if (unit !== 'year' && unit !== 'month') {
    return { months: 0, milliseconds: Math.trunc(amount * unitLength[unit]) };
  }
  const whole = Math.trunc(amount);
  const months = unit === 'year' ? whole * 12 + Math.trunc((amount - whole) * 12) : whole;
  const rest = unit === 'year' ? amount * 12 - months : amount - whole;
  return { months, milliseconds: Math.trunc(rest * 30 * unitLength.day) };
}

/** Day of month is kept and may run on into the next month, as in 3.11. */
function shifted(time: number, { months, milliseconds }: Duration, sign: 1 | -1): number {
  const date = new Date(time);
  date.setUTCMonth(date.getUTCMonth() + sign * months);
  return date.getTime() + sign * milliseconds;
}

function adding(name: string, sign: 1 | -1): FunctionDefinition {
  return define(name, [2, 3], (args, context) => {
    const time = toTime(args[0], name, context);
    if (time === null) return null;
    const duration = durationIn(args, name, context);
    return duration === null ? null : toIsoText(shifted(time, duration, sign), context);
  });
}

function durationIn(args: readonly Value[], name: string, context: FunctionContext): Duration | null {
  const [, amount, unitName] = args;
  if (args.length === 2) {
    if (typeof amount !== 'string') return invalidArgument(context, name);
    return parseDuration(amount) ?? invalidDate(context);
  }
  if (typeof amount !== 'number' || typeof unitName !== 'string') return invalidArgument(context, name);
  const unit = unitNamed(unitName);
  return unit === null ? invalidDate(context) : durationOf(amount, unit);
}

function difference(args: readonly Value[], context: FunctionContext): Value {
  const [first, second, unitName, exact = false] = args;
  const from = toTime(first, 'DATE_DIFF', context);
  if (from === null) return null;
  const to = toTime(second, 'DATE_DIFF', context);
  if (to === null) return null;
  if (typeof unitName !== 'string') return invalidArgument(context, 'DATE_DIFF');
  if (typeof exact !== 'boolean') return invalidArgument(context, 'DATE_DIFF');
  const unit = unitNamed(unitName);
  if (unit === null) return invalidDate(context);
  const units = (to - from) / unitLength[unit];
  return exact ? units : Math.sign(units) * Math.round(Math.abs(units)) + 0;
}

export const dateArithmetic: readonly FunctionDefinition[] = [
  adding('DATE_ADD', 1),
  adding('DATE_SUBTRACT', -1),
  define('DATE_DIFF', [3, 4], difference),
];
