import { AppError, requireScope, type Viewer } from '@customer360/service';
import { readCount, readName, readRange } from '../input/checks.ts';
import { readGoal, type FirstConversionStep } from '../input/goal.ts';
import type { JourneyUnit } from '../paths/path-question.ts';
import { askPopulation, overPopulation } from '../population/population-query.ts';
import { readSegment, type Population } from '../population/read-segment.ts';
import type { Profile } from '../profiles/profile.ts';
import { aqlFile } from '../store/aql-file.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { countMovesIn } from './move-counts.ts';
import { nextBestSteps, type NextBestSteps } from './next-best-steps.ts';
import type { SimilarJourney } from './similar-journey.ts';
import { monthsBefore, startOfMonth } from './whole-months.ts';

export interface PredictionService {
  /** A prediction from what others did after the same step, not a causal claim. */
  nextBestSteps(profile: Profile, question: NextBestStepsInput): Promise<NextBestSteps>;
  /** Most similar first, ties by profile id. Empty for a profile without touchpoints. */
  similarJourneys(profile: Profile, question: SimilarJourneysInput): Promise<readonly SimilarJourney[]>;
}

export interface NextBestStepsInput extends Population {
  readonly goal?: string | null | undefined;
  readonly step?: string | null | undefined;
  readonly horizon?: number | null | undefined;
  readonly unit?: JourneyUnit | null | undefined;
  /** Milliseconds. */
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
  readonly minSupport?: number | null | undefined;
  readonly first?: number | null | undefined;
}

export interface SimilarJourneysInput extends Population {
  readonly minSimilarity?: number | null | undefined;
  readonly first?: number | null | undefined;
}

/** Months that are learned from when the client names no beginning. */
const LEARNED_MONTHS = 2;

export const lastStep = aqlFile(import.meta.url, './last-step.aql');
export const similarJourneys = overPopulation('similar-journeys', 'profiles', {
  before: aqlFile(import.meta.url, './own-moves.aql'),
  rest: [aqlFile(import.meta.url, './similar-journeys.aql')],
});

export function createPredictionService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly firstConversionStep: FirstConversionStep;
  readonly now: () => number;
}): PredictionService {
  const { queries, viewer, firstConversionStep, now } = options;

  async function lastStepOf(profile: Profile): Promise<string | null> {
    const key = keyOf(queries.tenantId, profile.id);
    const [step = null] = await queries.run<string | null>(lastStep, { key });
    return step;
  }

  return {
    async nextBestSteps(profile, { unit, from, to, ...input }) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, input.segmentId);
      const horizon = readCount('horizon', input.horizon, { default: 5, min: 1, max: 20 });
      const minSupport = readCount('minSupport', input.minSupport, { default: 5, min: 1, max: 1_000_000 });
      const first = readCount('first', input.first, { default: 5, min: 1, max: 50 });
      const end = to ?? startOfMonth(now(), 1);
      const range = readRange({ from: from ?? monthsBefore(end, LEARNED_MONTHS), to: end });
      const goal = await readGoal(input.goal, firstConversionStep);
      const step = input.step == null ? await lastStepOf(profile) : readName('step', input.step);
      if (step === null) return { step: null, visits: 0, endProbability: null, steps: [] };
      const moves = await countMovesIn(queries, { unit: unit ?? 'SESSION', range, segmentId });
      return nextBestSteps(moves, { step, goal, horizon, minSupport, first });
    },

    async similarJourneys(profile, input) {
      requireScope(viewer, 'journey:read');
      const segmentId = readSegment(viewer, input.segmentId);
      const least = input.minSimilarity ?? 0.5;
      if (!(least > 0 && least <= 1)) {
        throw new AppError('BAD_USER_INPUT', 'minSimilarity must be above 0 and at most 1.');
      }
      const rows = await askPopulation<SimilarRow>(queries, similarJourneys, segmentId, {
        key: keyOf(queries.tenantId, profile.id),
        least,
        first: readCount('first', input.first, { default: 10, min: 1, max: 50 }),
      });
      return rows.map(({ profileId, ...row }) => ({ ...row, profile: { id: profileId } }));
    },
  };
}

type SimilarRow = Omit<SimilarJourney, 'profile'> & { readonly profileId: string };
