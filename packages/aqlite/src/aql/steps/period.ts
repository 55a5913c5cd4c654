import type { Value } from '../../values/value.ts';

/** An ISO 8601 duration: months of calendar length apart from what has a fixed length. */
export interface Period {
  readonly months: number;
  readonly milliseconds: number;
}

const pattern =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3})\d*)?S)?)?$/i;

export function parsePeriod(text: string): Period | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const part = (i: number) => Number(match[i] ?? 0);
  const days = part(3) * 7 + part(4);
  const seconds = (days * 24 + part(5)) * 3600 + part(6) * 60 + part(7);
  return {
    months: part(1) * 12 + part(2),
    milliseconds: seconds * 1000 + Number((match[8] ?? '0').padEnd(3, '0')),
  };
}

export function shiftInstant(instant: number, period: Period, sign: 1 | -1): number {
  const date = new Date(instant);
  if (period.months !== 0) date.setUTCMonth(date.getUTCMonth() + sign * period.months);
  return date.getTime() + sign * period.milliseconds;
}

const dateText =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[-+]\d{2}:\d{2})?$/i;

/** Milliseconds since the epoch of a number or of a date as AQL reads it, in UTC unless it says otherwise; null for others. */
export function parseInstant(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  const match = dateText.exec(value.trim());
  if (match === null) return null;
  const part = (i: number, fallback: number) => Number(match[i] ?? fallback);
  const fraction = Math.trunc(Number(`0.${match[7] ?? '0'}`) * 1000);
  const local = Date.UTC(
    part(1, 0),
    part(2, 1) - 1,
    part(3, 1),
    part(4, 0),
    part(5, 0),
    part(6, 0),
    fraction,
  );
  const zone = match[8];
  if (zone === undefined || zone.toUpperCase() === 'Z') return local;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return local - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
