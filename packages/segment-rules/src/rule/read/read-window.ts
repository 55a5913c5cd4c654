import { z } from 'zod';
import { isZone } from '../../calendar/zones.ts';
import { maxBack } from '../limits.ts';
import type { RuleWindow } from '../window.ts';
import { readDate, readLength } from './read-date.ts';
import type { Path, Reading } from './reading.ts';
import type { WindowFields } from './schemas.ts';

const calendarSchema = z.strictObject({
  unit: z.enum(['day', 'week', 'month']),
  back: z.int().min(0),
  zone: z.string(),
});

/** At most one of `within`, `calendar` and `from` with or without `to`. */
export function readWindow(reading: Reading, path: Path, fields: WindowFields): RuleWindow | null {
  const { within, from, to, calendar } = fields;
  const isRange = from !== undefined || to !== undefined;
  const given = [within !== undefined, isRange, calendar !== undefined].filter(Boolean).length;
  if (given > 1) {
    return reading.refuse(path, 'REFUSED', 'has more than one window: give within, calendar, or from and to');
  }
  if (within !== undefined) return readWithin(reading, [...path, 'within'], within);
  if (calendar !== undefined) return readCalendar(reading, [...path, 'calendar'], calendar);
  return isRange ? readRange(reading, path, fields) : { kind: 'always' };
}

function readWithin(reading: Reading, path: Path, json: unknown): RuleWindow | null {
  const ms = readLength(reading, path, json);
  if (ms === 0) return reading.refuse(path, 'OUT_OF_RANGE', 'must be longer than 0');
  return ms === null ? null : { kind: 'within', ms };
}

function readCalendar(reading: Reading, path: Path, json: unknown): RuleWindow | null {
  const fields = reading.check(path, calendarSchema, json);
  if (fields === null) return null;
  const { unit, back, zone } = fields;
  if (back > maxBack[unit]) {
    return reading.refuse([...path, 'back'], 'OUT_OF_RANGE', `must be at most ${maxBack[unit]} ${unit}s`);
  }
  if (!isZone(zone)) return reading.refuse([...path, 'zone'], 'BAD_ZONE', `${zone} is no IANA time zone`);
  return { kind: 'calendar', unit, back, zone };
}

function readRange(reading: Reading, path: Path, { from, to }: WindowFields): RuleWindow | null {
  const start = from === undefined ? null : readDate(reading, [...path, 'from'], from);
  const end = to === undefined ? null : readDate(reading, [...path, 'to'], to);
  if ((from !== undefined && start === null) || (to !== undefined && end === null)) return null;
  if (start !== null && end !== null && end.at <= start.at) {
    return reading.refuse([...path, 'to'], 'OUT_OF_RANGE', 'must be later than from');
  }
  return { kind: 'range', from: start, to: end };
}
