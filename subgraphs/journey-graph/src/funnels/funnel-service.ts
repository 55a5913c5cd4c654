import { requireScope, type Viewer } from '@customer360/service';
import { MAX_RANGE_DAYS, readDuration, readNames, readRange } from '../input/checks.ts';
import { askPopulation, overPopulation, type PopulationQuery } from '../population/population-query.ts';
import { readSegment, type Population } from '../population/read-segment.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import type { Funnel, FunnelOrder } from './funnel.ts';
import { measureFunnel } from './measure.ts';
import { chooseRun, type StepSequence } from './run.ts';

export interface FunnelArguments extends Population {
  readonly steps: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Milliseconds. */
  readonly window?: number | null | undefined;
  readonly order?: FunnelOrder | null | undefined;
}

export interface FunnelService {
  funnel(question: FunnelArguments): Promise<Funnel>;
}

const DAY_MS = 86_400_000;

const stepLimits = { min: 1, max: 20 };
const windowLimits = {
  default: 7 * DAY_MS,
  min: 1,
  max: MAX_RANGE_DAYS * DAY_MS,
  says: '1 ms to 3,660 days',
};

const namedSteps = overPopulation('named-steps', 'events', {
  rest: [aqlFile(import.meta.url, './named-steps.aql')],
});

/** What each order needs to see: the steps alone, or also what lies between them. */
export const funnelQuery: Readonly<Record<FunnelOrder, PopulationQuery>> = {
  ORDERED: namedSteps,
  ANY: namedSteps,
  STRICT: overPopulation('neighbouring-steps', 'sessionsByEnd', {
    rest: [aqlFile(import.meta.url, './neighbouring-steps.aql')],
  }),
};

export function createFunnelService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
}): FunnelService {
  const { queries, viewer } = options;
  return {
    async funnel(question) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, question.segmentId);
      const steps = readNames('steps', question.steps, stepLimits);
      const range = readRange(question);
      const windowMs = readDuration('window', question.window, windowLimits);
      const order = question.order ?? 'ORDERED';
      const names = [...new Set(steps)];
      const rules = { range, windowMs, steps: steps.map((step) => names.indexOf(step)) };
      const rows = await askPopulation<readonly number[]>(queries, funnelQuery[order], segmentId, {
        ...range,
        // The last entry is one millisecond before the end of the range.
        until: range.to - 1 + windowMs,
        names,
        entries: order === 'ANY' ? [...names.keys()] : [0],
      });
      const runs = rows.map((row) => chooseRun(toSequence(row), rules, order)).filter((run) => run !== null);
      return measureFunnel(runs, order === 'ANY' ? steps.map(() => null) : steps);
    },
  };
}

/** Rows hold time and number of the step by turns. */
function toSequence(row: readonly number[]): StepSequence {
  return {
    times: row.filter((_value, place) => place % 2 === 0),
    codes: row.filter((_value, place) => place % 2 === 1),
  };
}
