import type { Value } from '../../values/value.ts';
import { invalidArgument } from '../define.ts';
import type { FunctionContext } from '../registry-types.ts';

/** Milliseconds of 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z. */
const earliest = -62_167_219_200_000;
const latest = 253_402_300_799_999;

const datePattern =
  /^\s*([-+]?)(\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|([-+])(\d\d):(\d\d))?)?\s*$/i;

/** Milliseconds since the epoch of an ISO 8601 text as 3.11 reads it; null when it is none. */
export function parseDate(text: string): number | null {
  const match = datePattern.exec(text);
  if (match === null) return null;
  const part = (index: number, absent: number): number => Number(match[index] ?? absent);
  const month = part(3, 1);
  const day = part(4, 1);
  const [hour, minute, second] = [part(5, 0), part(6, 0), part(7, 0)];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  if (hour > 23 || minute > 59 || second > 59 || part(11, 0) > 23 || part(12, 0) > 59) return null;
  const year = match[1] === '-' ? -part(2, 0) : part(2, 0);
  const milliseconds = Number((match[8] ?? '0').padEnd(3, '0').slice(0, 3));
  const offset = (match[10] === '-' ? -1 : 1) * (part(11, 0) * 60 + part(12, 0)) * 60_000;
  const time = utc([year, month, day]) + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  return inRange(time - offset);
}

export function isDateText(text: string): boolean {
  return parseDate(text) !== null;
}

/** Start of a UTC day; days past the month's end run on into the next. */
export function utc([year, month, day]: readonly [number, number, number]): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

export function inRange(time: number): number | null {
  return time >= earliest && time <= latest ? Math.trunc(time) : null;
}

/** The time that a date argument names; null with a warning when it names none. */
export function toTime(value: Value | undefined, name: string, context: FunctionContext): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return invalidArgument(context, name);
  const time = typeof value === 'number' ? inRange(Math.trunc(value)) : parseDate(value);
  return time ?? invalidDate(context);
}

export function invalidDate(context: FunctionContext): null {
  context.warn(1572, 'invalid date value');
  return null;
}

/** ISO 8601 with milliseconds and Z; null with a warning outside the years 0 to 9999. */
export function toIsoText(time: number, context: FunctionContext): string | null {
  const valid = inRange(time);
  return valid === null ? invalidDate(context) : new Date(valid).toISOString();
}
