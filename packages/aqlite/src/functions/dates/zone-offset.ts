const formats = new Map<string, Intl.DateTimeFormat | null>();
const mostFormats = 700;

/** A formatter of local clock time; null for an unknown zone. */
function clockOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  if (formats.size >= mostFormats) formats.clear();
  const format = createClock(zone);
  formats.set(zone, format);
  return format;
}

function createClock(zone: string): Intl.DateTimeFormat | null {
  if (!/^[A-Za-z]/.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}

export function isKnownZone(zone: string): boolean {
  return clockOf(zone) !== null;
}

/** Milliseconds by which the zone's clock was ahead of UTC at a time. */
export function localOffset(time: number, zone: string): number {
  const clock = clockOf(zone);
  if (clock === null || zone === 'UTC') return 0;
  const whole = Math.floor(time / 1000) * 1000;
  const parts = new Map(clock.formatToParts(whole).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const era = parts.get('era') ?? 'A';
  const year = era.startsWith('B') ? 1 - part('year') : part('year');
  const local = new Date(0);
  local.setUTCFullYear(year, part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'));
  return local.getTime() - whole;
}
