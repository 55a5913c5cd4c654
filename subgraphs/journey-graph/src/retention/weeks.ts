import { AppError } from '@customer360/service';
import { Temporal } from 'temporal-polyfill';
import type { TimeRange } from '../input/checks.ts';

/** Calendar weeks of a time zone, one after the other. */
export interface Weeks {
  /** Mondays, `YYYY-MM-DD`. */
  readonly mondays: readonly string[];
  /** When each of them begins, in milliseconds; a day may be 23 or 25 hours long, so weeks differ in length. */
  readonly starts: readonly number[];
}

/** Weeks beyond the end of the range, so that the week of every instant in it has an end, whatever clocks do. */
const SPARE_WEEKS = 2;

/** Throws BAD_USER_INPUT for a name that is no IANA time zone. */
export function readTimeZone(timeZone: string | null | undefined): string {
  const name = timeZone ?? 'UTC';
  const refused = new AppError('BAD_USER_INPUT', 'timeZone must be an IANA time zone such as Europe/Berlin.');
  // Offsets such as +01:00 are understood by the calendar too, but have no summer time.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) throw refused;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
  } catch {
    throw refused;
  }
  return name;
}

/** The ISO weeks from the one that holds the beginning of the range to some beyond its end. */
export function weeksOf({ from, to }: TimeRange, timeZone: string): Weeks {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone).toPlainDate();
  let monday = first.subtract({ days: first.dayOfWeek - 1 });
  const mondays: string[] = [];
  const starts: number[] = [];
  for (let spare = 0; spare < SPARE_WEEKS;) {
    const start = monday.toZonedDateTime(timeZone).epochMilliseconds;
    mondays.push(monday.toString());
    starts.push(start);
    if (start >= to) spare += 1;
    monday = monday.add({ weeks: 1 });
  }
  return { mondays, starts };
}
