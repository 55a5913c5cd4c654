import { requireScope, type Viewer } from '@customer360/service';
import { MAX_RANGE_DAYS, readCount, readDuration, readName, readRange } from '../input/checks.ts';
import { askPopulation, overPopulation } from '../population/population-query.ts';
import { readSegment, type Population } from '../population/read-segment.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import type { ChurnDropOff } from './churn.ts';
import { toCohortRetention, type CohortCount, type CohortPeriod, type CohortRetention } from './cohort.ts';
import { readTimeZone, weeksOf } from './weeks.ts';

export interface CohortArguments extends Population {
  readonly from: number;
  readonly to: number;
  readonly period?: CohortPeriod | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly cohortStep?: string | null | undefined;
  readonly returnStep?: string | null | undefined;
}

/** Times and lengths of time in milliseconds. */
export interface ChurnArguments extends Population {
  readonly from: number;
  readonly asOf?: number | null | undefined;
  readonly inactive?: number | null | undefined;
  readonly first?: number | null | undefined;
}

export interface RetentionService {
  cohortRetention(question: CohortArguments): Promise<CohortRetention>;
  churnDropOff(question: ChurnArguments): Promise<ChurnDropOff>;
}

const HOUR_MS = 3_600_000;

const groupLimits = { default: 10, min: 1, max: 200 };
const inactiveLimits = {
  default: 30 * 24 * HOUR_MS,
  min: HOUR_MS,
  max: MAX_RANGE_DAYS * 24 * HOUR_MS,
  says: '1 hour to 3,660 days',
};

const returns = aqlFile(import.meta.url, './cohorts.aql');
export const cohortsByAnyStep = overPopulation('cohorts-by-any-step', 'profiles', {
  rest: [aqlFile(import.meta.url, './cohorts-by-any-step.aql'), returns],
});
export const cohortsByStep = overPopulation('cohorts-by-step', 'events', {
  rest: [aqlFile(import.meta.url, './cohorts-by-step.aql'), returns],
});
export const churnDropOff = overPopulation('churn-drop-off', 'profilesByLast', {
  rest: [aqlFile(import.meta.url, './churn-drop-off.aql')],
});

const nobody: ChurnDropOff = { profiles: 0, churned: 0, groups: 0, rows: [] };

export function createRetentionService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly now: () => number;
}): RetentionService {
  const { queries, viewer, now } = options;
  return {
    async cohortRetention(question) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, question.segmentId);
      const { from, to } = readRange(question);
      const { cohortStep, returnStep } = question;
      const weeks = weeksOf({ from, to }, readTimeZone(question.timeZone));
      const period = question.period ?? 'ISO_WEEK';
      const query = cohortStep == null ? cohortsByAnyStep : cohortsByStep;
      const counts = await askPopulation<CohortCount>(queries, query, segmentId, {
        from,
        to,
        weeks: weeks.starts,
        calendar: period === 'ISO_WEEK',
        ...(cohortStep == null ? {} : { cohortStep: readName('cohortStep', cohortStep) }),
        returnStep: returnStep == null ? null : readName('returnStep', returnStep),
      });
      return toCohortRetention(counts, { weeks, to, period });
    },

    async churnDropOff(question) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, question.segmentId);
      const asOf = question.asOf ?? now();
      const { from } = readRange({ from: question.from, to: asOf }, 'asOf');
      const silentSince = asOf - readDuration('inactive', question.inactive, inactiveLimits);
      const first = readCount('first', question.first, groupLimits);
      const parameters = { from, asOf, silentSince, first };
      const [found] = await askPopulation<ChurnDropOff>(queries, churnDropOff, segmentId, parameters);
      // Sums over nothing may be null.
      return found !== undefined && found.profiles > 0 ? found : nobody;
    },
  };
}
