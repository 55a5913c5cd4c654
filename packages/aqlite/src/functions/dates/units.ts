import type { Value } from '../../values/value.ts';

export type DateUnit = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

const shortNames: Readonly<Record<string, DateUnit>> = {
  y: 'year',
  m: 'month',
  w: 'week',
  d: 'day',
  h: 'hour',
  i: 'minute',
  s: 'second',
  f: 'millisecond',
};

const longNames: ReadonlySet<string> = new Set(Object.values(shortNames));

/** The unit of a name such as `d`, `day` or `days`, in any case; null when unknown. */
export function unitNamed(value: Value | undefined): DateUnit | null {
  if (typeof value !== 'string') return null;
  const name = value.toLowerCase();
  if (Object.hasOwn(shortNames, name)) return shortNames[name] ?? null;
  const singular = name.endsWith('s') ? name.slice(0, -1) : name;
  return longNames.has(singular) ? (singular as DateUnit) : null;
}

/** Length of a unit in milliseconds; months and years are those of the mean Gregorian year of 365.2425 days. */
export const unitLength: Readonly<Record<DateUnit, number>> = {
  year: 31_556_952_000,
  month: 2_629_746_000,
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
