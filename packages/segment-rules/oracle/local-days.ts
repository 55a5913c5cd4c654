const HOUR = 3_600_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
const localDates = new Map<string, string>();
const starts = new Map<string, number>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', options);
  formatters.set(zone, made);
  return made;
}

/** What the wall calendar shows: `2026-03-29`. */
function shownDate(zone: string, at: number): string {
  const key = `${zone} ${at}`;
  const known = localDates.get(key);
  if (known !== undefined) return known;
  const date = formatter(zone).format(at);
  localDates.set(key, date);
  return date;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}

/** The first instant at which the wall calendar shows this date or a later one. */
export function firstInstant(zone: string, date: string): number {
  const key = `${zone} ${date}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  // The date begins less than 30 hours from the same date in UTC: look minute by minute around the hour in which it does.
  const utc = Date.parse(`${date}T00:00:00Z`);
  let hour = utc - 30 * HOUR;
  while (shownDate(zone, hour + HOUR) < date) hour += HOUR;
  // A clock that goes back over midnight shows the date for less than an hour before.
  let at = hour - HOUR;
  while (shownDate(zone, at) < date) at += 60_000;
  starts.set(key, at);
  return at;
}

/** The latest date that has begun at a moment. */
export function dateAt(zone: string, at: number): string {
  const shown = shownDate(zone, at);
  const next = addDays(shown, 1);
  return firstInstant(zone, next) <= at ? next : shown;
}

/** First instant of the day, week (from Monday) or month `back` before the one of a moment. */
export function periodStart(zone: string, unit: string, back: number, at: number): number {
  const date = dateAt(zone, at);
  if (unit === 'day') return firstInstant(zone, addDays(date, -back));
  if (unit === 'week') {
    const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    return firstInstant(zone, addDays(date, -sinceMonday - 7 * back));
  }
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - back;
  const first = `${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  return firstInstant(zone, first);
}

/** First instants of all local dates after one moment and up to another. */
export function midnights(zone: string, after: number, through: number): readonly number[] {
  const found: number[] = [];
  for (let date = addDays(dateAt(zone, after), -1); ; date = addDays(date, 1)) {
    const at = firstInstant(zone, date);
    if (at > through) return found;
    if (at > after) found.push(at);
  }
}
