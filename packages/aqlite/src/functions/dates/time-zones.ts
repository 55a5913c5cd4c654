import { isTruthy } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';
import { invalidDate, toIsoText, toTime } from './parse-date.ts';
import { zoneInfo } from './zone-info.ts';
import { isKnownZone, localOffset } from './zone-offset.ts';

interface ZonedTime {
  readonly time: number;
  readonly zone: string;
}

function zonedTime(args: readonly Value[], name: string, context: FunctionContext): ZonedTime | null {
  const time = toTime(args[0], name, context);
  if (time === null) return null;
  const zone = args[1];
  if (typeof zone !== 'string') return invalidArgument(context, name);
  if (args.length === 3 && typeof args[2] !== 'boolean') return invalidArgument(context, name);
  return isKnownZone(zone) ? { time, zone } : invalidDate(context);
}

/** Offset that a local clock time had; the earlier one when the clock shows it twice. */
function offsetOfLocalTime(local: number, zone: string): number {
  const before = localOffset(local - localOffset(local, zone), zone);
  const earlier = localOffset(local - localOffset(local - 86_400_000, zone), zone);
  return earlier > before && localOffset(local - earlier, zone) === earlier ? earlier : before;
}

export const timeZoneFunctions: readonly FunctionDefinition[] = [
  define('DATE_UTCTOLOCAL', [2, 3], (args, context) => {
    const zoned = zonedTime(args, 'DATE_UTCTOLOCAL', context);
    if (zoned === null) return null;
    const text = toIsoText(zoned.time + localOffset(zoned.time, zoned.zone), context);
    const local = text === null || zoned.zone === 'UTC' ? text : text.slice(0, -1);
    if (!isTruthy(args[2] ?? null)) return local;
    return { local, tzdb: process.versions['tz'] ?? null, zoneInfo: zoneInfo(zoned.time, zoned.zone) };
  }),
  define('DATE_LOCALTOUTC', [2, 3], (args, context) => {
    const zoned = zonedTime(args, 'DATE_LOCALTOUTC', context);
    if (zoned === null) return null;
    const time = zoned.time - offsetOfLocalTime(zoned.time, zoned.zone);
    const utc = toIsoText(time, context);
    if (!isTruthy(args[2] ?? null)) return utc;
    return { utc, tzdb: process.versions['tz'] ?? null, zoneInfo: zoneInfo(time, zoned.zone) };
  }),
  define('DATE_TIMEZONE', [0, 0], () => Intl.DateTimeFormat().resolvedOptions().timeZone),
  define('DATE_TIMEZONES', [0, 0], () => Intl.supportedValuesOf('timeZone')),
];
