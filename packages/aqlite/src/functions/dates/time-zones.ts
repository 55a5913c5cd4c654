import { ArangoError } from '../../errors.ts';
import { isTruthy } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';
import { toIsoText, toTime } from './parse-date.ts';
import { zoneInfo } from './zone-info.ts';
import { isKnownZone, localOffset } from './zone-offset.ts';

const day = 86_400_000;

interface ZonedTime {
  readonly time: number;
  readonly zone: string;
}

/** The date and zone of the arguments; throws for a zone that is not known. */
function zonedTime(args: readonly Value[], name: string, context: FunctionContext): ZonedTime | null {
  const time = toTime(args[0], name, context);
  if (time === null) return null;
  const zone = args[1];
  if (typeof zone !== 'string') return invalidArgument(context, name);
  if (args.length === 3 && typeof args[2] !== 'boolean') return invalidArgument(context, name);
  if (!isKnownZone(zone)) throw new ArangoError(4, `${zone} not found in timezone database`);
  return { time, zone };
}

/** Offset that a local clock time had; throws for a time that the clock skipped or showed twice. */
function offsetOfLocalTime({ time, zone }: ZonedTime): number {
  const around = [-day, day].map((distance) => localOffset(time + distance, zone));
  const [offset, other] = [...new Set(around)].filter((one) => localOffset(time - one, zone) === one);
  if (offset === undefined || other !== undefined) {
    const text = new Date(time).toISOString().slice(0, -1);
    const what = offset === undefined ? 'does not exist' : 'is ambiguous';
    throw new ArangoError(4, `${text} ${what} in ${zone}`);
  }
  return offset;
}

export const timeZoneFunctions: readonly FunctionDefinition[] = [
  define('DATE_UTCTOLOCAL', [2, 3], (args, context) => {
    const zoned = zonedTime(args, 'DATE_UTCTOLOCAL', context);
    if (zoned === null) return null;
    const offset = localOffset(zoned.time, zoned.zone);
    const text = toIsoText(zoned.time + offset, context);
    const local = text === null || offset === 0 ? text : text.slice(0, -1);
    if (!isTruthy(args[2] ?? null)) return local;
    return { local, tzdb: process.versions['tz'] ?? null, zoneInfo: zoneInfo(zoned.time, zoned.zone) };
  }),
  define('DATE_LOCALTOUTC', [2, 3], (args, context) => {
    const zoned = zonedTime(args, 'DATE_LOCALTOUTC', context);
    if (zoned === null) return null;
    const time = zoned.time - offsetOfLocalTime(zoned);
    const utc = toIsoText(time, context);
    if (!isTruthy(args[2] ?? null)) return utc;
    return { utc, tzdb: process.versions['tz'] ?? null, zoneInfo: zoneInfo(time, zoned.zone) };
  }),
  define('DATE_TIMEZONE', [0, 0], () => Intl.DateTimeFormat().resolvedOptions().timeZone),
  define('DATE_TIMEZONES', [0, 0], () => Intl.supportedValuesOf('timeZone')),
];
