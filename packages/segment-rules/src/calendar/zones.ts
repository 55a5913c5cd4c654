import { Temporal } from 'temporal-polyfill';
import type { CalendarUnit } from '../rule/window.ts';

/** True for a name of the IANA time zone database; offsets such as `+02:00` are none. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** First instant of a local date `2026-03-29`, milliseconds; null when there is no such date. */
export function startOfLocalDate(date: string, zone: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  try {
    return startOf(Temporal.PlainDate.from(date, { overflow: 'reject' }), zone);
  } catch {
    return null;
  }
}

/** First instant of the period that lies `back` periods before the one of `at`, milliseconds. */
export function startOfPeriod(unit: CalendarUnit, back: number, zone: string, at: number): number {
  return startOf(shift(firstDay(unit, localDate(at, zone)), unit, -back), zone);
}

/** The earliest moment whose calendar window does not reach back to `at` any more, milliseconds. */
export function calendarExpiry(unit: CalendarUnit, back: number, zone: string, at: number): number {
  return startOf(shift(firstDay(unit, localDate(at, zone)), unit, back + 1), zone);
}

/**
 * The latest local date that has begun. Where a clock goes back over midnight, local time returns to the former date
 * for a while; the new one stays begun, so that windows never move backwards.
 */
function localDate(at: number, zone: string): Temporal.PlainDate {
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const next = date.add({ days: 1 });
  return startOf(next, zone) <= at ? next : date;
}

function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

function firstDay(unit: CalendarUnit, date: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return date;
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'month':
      return date.with({ day: 1 });
    default:
      return unit satisfies never;
  }
}

function shift(date: Temporal.PlainDate, unit: CalendarUnit, by: number): Temporal.PlainDate {
  switch (unit) {
    case 'day':
      return date.add({ days: by });
    case 'week':
      return date.add({ weeks: by });
    case 'month':
      return date.add({ months: by });
    default:
      return unit satisfies never;
  }
}
