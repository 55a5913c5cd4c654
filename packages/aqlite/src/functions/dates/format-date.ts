import { dayOfYear, daysInMonth, isLeapYear, isoWeek, quarter } from './calendar.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** Year with a sign and six digits; also the form of %yyyy outside 0 to 9999. */
function longYear(year: number): string {
  return `${year < 0 ? '-' : '+'}${padded(Math.abs(year), 6)}`;
}

const placeholders: Readonly<Record<string, (date: Date) => string>> = {
  yyyyyy: (date) => longYear(date.getUTCFullYear()),
  yyyy: (date) => padded(date.getUTCFullYear(), 4),
  yy: (date) => padded(date.getUTCFullYear() % 100, 2),
  y: (date) => String(date.getUTCFullYear()),
  mmmm: (date) => months[date.getUTCMonth()] ?? '',
  mmm: (date) => (months[date.getUTCMonth()] ?? '').slice(0, 3),
  mm: (date) => padded(date.getUTCMonth() + 1, 2),
  m: (date) => String(date.getUTCMonth() + 1),
  dd: (date) => padded(date.getUTCDate(), 2),
  d: (date) => String(date.getUTCDate()),
  hh: (date) => padded(date.getUTCHours(), 2),
  h: (date) => String(date.getUTCHours()),
  ii: (date) => padded(date.getUTCMinutes(), 2),
  i: (date) => String(date.getUTCMinutes()),
  ss: (date) => padded(date.getUTCSeconds(), 2),
  s: (date) => String(date.getUTCSeconds()),
  fff: (date) => padded(date.getUTCMilliseconds(), 3),
  f: (date) => String(date.getUTCMilliseconds()),
  xxx: (date) => padded(dayOfYear(date.getTime()), 3),
  x: (date) => String(dayOfYear(date.getTime())),
  kk: (date) => padded(isoWeek(date.getTime()).week, 2),
  k: (date) => String(isoWeek(date.getTime()).week),
  wwww: (date) => weekdays[date.getUTCDay()] ?? '',
  www: (date) => (weekdays[date.getUTCDay()] ?? '').slice(0, 3),
  w: (date) => String(date.getUTCDay()),
  t: (date) => String(date.getTime()),
  z: (date) => date.toISOString(),
  l: (date) => (isLeapYear(date.getTime()) ? '1' : '0'),
  q: (date) => String(quarter(date.getTime())),
  a: (date) => String(daysInMonth(date.getTime())),
  '%': () => '%',
  '&': () => '',
  '': () => '',
};

const pattern =
  /%(yyyyyy|yyyy|yy|y|mmmm|mmm|mm|m|dd|d|hh|h|ii|i|ss|s|fff|f|xxx|x|kk|k|wwww|www|w|t|z|l|q|a|%|&|)/gi;

/** A time in the placeholders of DATE_FORMAT; unknown letters after % stay, the % goes. */
export function formatDate(time: number, format: string): string {
  const date = new Date(time);
  return format.replaceAll(pattern, (_, name: string) => placeholders[name.toLowerCase()]?.(date) ?? '');
}
