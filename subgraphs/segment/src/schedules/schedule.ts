import { Cron } from 'croner';

/** When a batch segment is counted by itself. */
export interface Schedule {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** One thing that is wrong with a schedule. */
export interface ScheduleFault {
  readonly field: keyof Schedule;
  readonly message: string;
}

export const MIN_INTERVAL_MINUTES = 15;
/** More runs than a day can have at the shortest interval: whatever pattern recurs in a day is seen. */
const RUNS_TO_CHECK = 100;
const MAX_CRON = 100;
const MINUTE = 60_000;
/** A Monday at the beginning of a common year: the check is the same whenever it is made. */
const CHECKED_FROM = Date.UTC(2024, 0, 1);

/** Null when the schedule can be used. */
export function faultOf({ cron, timeZone }: Schedule): ScheduleFault | null {
  if (!isTimeZone(timeZone)) return { field: 'timeZone', message: 'must be the name of an IANA time zone.' };
  if (cron.length > MAX_CRON) {
    return { field: 'cron', message: `must have at most ${MAX_CRON} characters.` };
  }
  if (!/^\S+( \S+){4}$/.test(cron)) {
    return { field: 'cron', message: 'must have five fields, separated by single spaces.' };
  }
  const runs = runsOf({ cron, timeZone });
  if (runs === null) return { field: 'cron', message: 'is no cron expression.' };
  if (runs.length === 0) return { field: 'cron', message: 'never comes.' };
  const tooSoon = runs.some(
    (at, index) => at - (runs[index - 1] ?? -Infinity) < MIN_INTERVAL_MINUTES * MINUTE,
  );
  return tooSoon
    ? { field: 'cron', message: `must leave at least ${MIN_INTERVAL_MINUTES} minutes between two counts.` }
    : null;
}

/** The first moment of the schedule after `at`, both in milliseconds. The schedule must have no fault. */
export function nextCount({ cron, timeZone }: Schedule, at: number): number {
  const next = parse({ cron, timeZone }).nextRun(new Date(at));
  if (next === null) throw new Error(`the schedule ${cron} never comes after ${at}`);
  return next.getTime();
}

function runsOf(schedule: Schedule): readonly number[] | null {
  try {
    return parse(schedule)
      .nextRuns(RUNS_TO_CHECK, new Date(CHECKED_FROM))
      .map((run) => run.getTime());
  } catch {
    return null;
  }
}

function parse({ cron, timeZone }: Schedule): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
