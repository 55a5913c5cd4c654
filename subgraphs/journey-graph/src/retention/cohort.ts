import type { Weeks } from './weeks.ts';

/** How weeks of a cohort are counted: by the calendar, or by seven days from each first event (JOURNEYS rule 28). */
export type CohortPeriod = 'ISO_WEEK' | 'SEVEN_DAYS';

export interface CohortRetention {
  /** Profiles over all cohorts. */
  readonly profiles: number;
  /** Oldest first. */
  readonly cohorts: readonly Cohort[];
}

/** Profiles whose first event lies in one week. */
export interface Cohort {
  /** Its Monday, `YYYY-MM-DD`. */
  readonly week: string;
  readonly size: number;
  /** Profiles active k weeks later, from k = 0; only weeks that have ended for every member. */
  readonly active: readonly number[];
}

/** A cohort as it was counted. */
export interface CohortCount {
  /** Its place in the list of weeks. */
  readonly week: number;
  readonly size: number;
  /** Latest first event of a member, in milliseconds. */
  readonly latest: number;
  readonly active: readonly { readonly offset: number; readonly profiles: number }[];
}

const SEVEN_DAYS_MS = 604_800_000;

export function toCohortRetention(
  counts: readonly CohortCount[],
  { weeks, to, period }: { readonly weeks: Weeks; readonly to: number; readonly period: CohortPeriod },
): CohortRetention {
  const cohorts = counts
    .toSorted((a, b) => a.week - b.week)
    .map(({ week, size, latest, active }): Cohort => {
      const ended =
        period === 'ISO_WEEK' ? weeksBetween(weeks, week, to) : Math.floor((to - latest) / SEVEN_DAYS_MS);
      const cells = new Map(active.map(({ offset, profiles }) => [offset, profiles]));
      return {
        week: weeks.mondays[week] ?? '',
        size,
        active: Array.from({ length: ended }, (_cell, offset) => cells.get(offset) ?? 0),
      };
    });
  return { profiles: cohorts.reduce((sum, { size }) => sum + size, 0), cohorts };
}

/** Weeks from this one on that have ended by `to`: those whose next one has begun. */
function weeksBetween({ starts }: Weeks, week: number, to: number): number {
  return starts.slice(week + 1).filter((start) => start <= to).length;
}
