import type { Document } from '../../values/value.ts';
import { localOffset } from './zone-offset.ts';

const day = 86_400_000;
/** No zone changed its clock before 1800 or is known to after 2100. */
const first = Date.UTC(1800, 0, 1);
const last = Date.UTC(2100, 0, 1);

/** The zone's rule in force at a time: abbreviation, span, summer time, offset in seconds. */
export function zoneInfo(time: number, zone: string): Document {
  const offset = localOffset(time, zone);
  const begin = changeBefore(time, zone, offset);
  const end = changeAfter(time, zone, offset);
  return {
    name: abbreviation(time, zone, offset),
    begin: begin === null ? null : new Date(begin).toISOString(),
    end: end === null ? null : new Date(end).toISOString(),
    dst: isSummerTime(time, zone),
    offset: offset / 1000,
  };
}

function changeBefore(time: number, zone: string, offset: number): number | null {
  let same = time;
  for (let earlier = time - 60 * day; same > first; earlier -= 60 * day) {
    if (localOffset(earlier, zone) !== offset) return narrow(earlier, same, zone, offset);
    same = earlier;
  }
  return null;
}

function changeAfter(time: number, zone: string, offset: number): number | null {
  let same = time;
  for (let later = time + 60 * day; same < last; later += 60 * day) {
    if (localOffset(later, zone) !== offset) return narrow(later, same, zone, offset);
    same = later;
  }
  return null;
}

/** Bisects to the second between a time with another offset and one with this offset. */
// eslint-disable-next-line max-params -- two ends, the zone, the offset
function narrow(other: number, same: number, zone: string, offset: number): number {
  let [outside, inside] = [Math.floor(other / 1000), Math.floor(same / 1000)];
  while (Math.abs(outside - inside) > 1) {
    const middle = Math.floor((outside + inside) / 2);
    if (localOffset(middle * 1000, zone) === offset) inside = middle;
    else outside = middle;
  }
  return Math.max(outside, inside) * 1000;
}

function longName(time: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'long' });
  return parts.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function isSummerTime(time: number, zone: string): boolean {
  return /Daylight|Summer/.test(longName(time, zone));
}

/** Names whose abbreviation drops the S of Standard, as the time zone database does. */
const shortened = /^(Central European|Eastern European|Western European|Moscow|\w+ Africa|Greenwich Mean)/;

function abbreviation(time: number, zone: string, offset: number): string {
  const name = longName(time, zone);
  if (zone === 'UTC' || /Coordinated Universal/.test(name)) return 'UTC';
  if (name.startsWith('Moscow')) return 'MSK';
  if (/^[A-Z][a-z]+( [A-Z][a-z]+)*$/.test(name)) {
    const words = shortened.test(name) ? name.replace('Standard ', '') : name;
    return words.replaceAll(/[a-z ]/g, '');
  }
  const minutes = Math.abs(offset) / 60_000;
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${rest}`;
}
