import { z } from 'zod';
import { isZone, startOfLocalDate } from '../../calendar/zones.ts';
import { maxWindowMs } from '../limits.ts';
import type { RuleDate } from '../rule-date.ts';
import type { Moment } from '../value-test.ts';
import { formatDuration, isSlidingCalendar, parseDuration } from '../duration.ts';
import type { Path, Reading } from './reading.ts';

const dateSchema = z.strictObject({ date: z.string(), zone: z.string().optional() });
const nowSchema = z.strictObject({ now: z.string() });
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** `{"date": "2026-03-29", "zone": "Europe/Berlin"}` or `{"date": "2026-03-29T10:00:00Z"}`. */
export function readDate(reading: Reading, path: Path, json: unknown): RuleDate | null {
  const fields = reading.check(path, dateSchema, json);
  if (fields === null) return null;
  const { date, zone } = fields;
  if (zone === undefined) {
    const at = parseInstant(date);
    if (at !== null) return { at, text: date, zone: null };
    const wanted = 'an RFC 3339 instant with its offset, or a date with a zone';
    return reading.refuse([...path, 'date'], 'BAD_DATE', `must be ${wanted}`);
  }
  if (!isZone(zone)) return reading.refuse([...path, 'zone'], 'BAD_ZONE', `${zone} is no IANA time zone`);
  const at = startOfLocalDate(date, zone);
  if (at !== null) return { at, text: date, zone };
  return reading.refuse(
    [...path, 'date'],
    'BAD_DATE',
    'with a zone it must be a date of the calendar, YYYY-MM-DD',
  );
}

/** A date, or `{"now": "-7d"}`. */
export function readMoment(reading: Reading, path: Path, json: unknown): Moment | null {
  if (typeof json !== 'object' || json === null || !('now' in json)) {
    const date = readDate(reading, path, json);
    return date && { date };
  }
  const fields = reading.check(path, nowSchema, json);
  if (fields === null) return null;
  const sign = fields.now.startsWith('-') ? -1 : 1;
  const ms = readLength(reading, [...path, 'now'], fields.now.replace(/^[+-]/, ''));
  return ms === null ? null : { fromNow: ms === 0 ? 0 : sign * ms };
}

/** A length of time up to ten years. */
export function readLength(reading: Reading, path: Path, json: unknown): number | null {
  if (typeof json !== 'string')
    return reading.refuse(path, 'WRONG_TYPE', 'must be a text such as 30d or 12h');
  if (isSlidingCalendar(json)) {
    return reading.refuse(
      path,
      'REFUSED',
      'sliding months and years are refused: use days or a calendar window',
    );
  }
  const ms = parseDuration(json);
  if (ms === null) {
    return reading.refuse(
      path,
      'WRONG_TYPE',
      'must be a whole number with one of ms, s, m, h, d, w, such as 30d',
    );
  }
  if (ms > maxWindowMs) {
    return reading.refuse(path, 'OUT_OF_RANGE', `must be at most ten years, ${formatDuration(maxWindowMs)}`);
  }
  return ms;
}

/** Milliseconds of an RFC 3339 instant with its offset; null for other texts and for dates that do not exist. */
export function parseInstant(text: string): number | null {
  if (!instant.test(text)) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  // Date.parse takes 30 February for 1 March.
  const day = Number(text.slice(8, 10));
  const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return day <= daysInMonth && text.slice(11, 13) !== '24' ? at : null;
}
