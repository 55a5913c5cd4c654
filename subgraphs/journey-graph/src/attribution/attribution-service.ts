import { requireScope, type Viewer } from '@customer360/service';
import { readDuration, readRange } from '../input/checks.ts';
import { readGoal, type FirstConversionStep } from '../input/goal.ts';
import { readLookback, type PathMode } from '../input/lookback.ts';
import { askPopulation, overPopulation } from '../population/population-query.ts';
import { readSegment, type Population } from '../population/read-segment.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import type { Attribution, AttributionKey, AttributionModel } from './attribution.ts';
import { creditConversions } from './credit.ts';
import type { ProfileTouches } from './profile-touches.ts';

/** Times and lengths of time in milliseconds. */
export interface AttributionArguments extends Population {
  readonly model: AttributionModel;
  readonly from: number;
  readonly to: number;
  readonly by?: AttributionKey | null | undefined;
  readonly goal?: string | null | undefined;
  readonly path?: PathMode | null | undefined;
  readonly lookback?: number | null | undefined;
  readonly halfLife?: number | null | undefined;
}

export interface AttributionService {
  attribution(question: AttributionArguments): Promise<Attribution>;
}

const DAY_MS = 86_400_000;

const halfLifeLimits = {
  default: 7 * DAY_MS,
  min: 1_000,
  max: 400 * DAY_MS,
  says: '1 second to 400 days',
};

export const touchesAndConversions = overPopulation('touches-and-conversions', 'sessionsByEnd', {
  rest: [aqlFile(import.meta.url, './touches-and-conversions.aql')],
});

/** One for each request: models over one range, goal, look-back and segment share what was read for the first of them. */
export function createAttributionService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly firstConversionStep: FirstConversionStep;
}): AttributionService {
  const { queries, viewer, firstConversionStep } = options;
  const reads = new Map<string, Promise<readonly ProfileTouches[]>>();

  function read(
    segmentId: string | null,
    parameters: { readonly since: number; readonly to: number; readonly goal: string },
  ): Promise<readonly ProfileTouches[]> {
    const key = JSON.stringify([segmentId, parameters]);
    const reading =
      reads.get(key) ?? askPopulation<ProfileTouches>(queries, touchesAndConversions, segmentId, parameters);
    reads.set(key, reading);
    return reading;
  }

  return {
    async attribution(question) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, question.segmentId);
      const range = readRange(question);
      const lookbackMs = readLookback(question.lookback);
      const halfLifeMs = readDuration('halfLife', question.halfLife, halfLifeLimits);
      const goal = await readGoal(question.goal, firstConversionStep);
      const profiles = await read(segmentId, { since: range.from - lookbackMs, to: range.to, goal });
      return creditConversions(profiles, {
        model: question.model,
        range,
        lookbackMs,
        halfLifeMs,
        mode: question.path ?? 'LOOKBACK',
        by: question.by ?? 'CHANNEL',
      });
    },
  };
}
