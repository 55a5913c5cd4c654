import { AppError, requireScope, type Viewer } from '@customer360/service';
import { readCount, readName } from '../input/checks.ts';
import { hidden } from '../population/population-query.ts';
import type { Profile } from '../profiles/profile.ts';
import { aqlFile } from '../store/aql-file.ts';
import { joinAql } from '../store/join-aql.ts';
import { idOf, keyOf } from '../store/keys.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { weighLevels, type Influence, type ReachedLevel } from './influence.ts';

export interface InfluenceService {
  /** Throws LIMIT_EXCEEDED when more than 20,000 profiles are reached. */
  ofProfile(profile: Profile, question: InfluenceInput): Promise<Influence>;
}

export interface InfluenceInput {
  /** Milliseconds. */
  readonly asOf?: number | null | undefined;
  readonly maxDepth?: number | null | undefined;
  readonly decay?: number | null | undefined;
  readonly goal?: string | null | undefined;
}

const MAX_PROFILES = 20_000;

export const influence = joinAql(
  'influence',
  aqlFile(import.meta.url, './with-profiles.aql'),
  hidden,
  aqlFile(import.meta.url, './influence.aql'),
);

export function createInfluenceService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly now: () => number;
}): InfluenceService {
  const { queries, viewer, now } = options;
  return {
    async ofProfile(profile, input) {
      requireScope(viewer, 'journey:read');
      const maxDepth = readCount('maxDepth', input.maxDepth, { default: 3, min: 1, max: 6 });
      const decay = input.decay ?? 0.5;
      if (!(decay >= 0 && decay <= 1)) throw new AppError('BAD_USER_INPUT', 'decay must be 0 to 1.');
      const levels = await queries.run<ReachedLevel>(influence, {
        start: idOf('profiles', keyOf(queries.tenantId, profile.id)),
        maxDepth,
        asOf: input.asOf ?? now(),
        // Only conversion steps have a value.
        goal: input.goal == null ? null : readName('goal', input.goal),
        limit: MAX_PROFILES + 1,
      });
      const found = weighLevels(levels, decay);
      if (found.profiles <= MAX_PROFILES) return found;
      throw new AppError(
        'LIMIT_EXCEEDED',
        `More than ${MAX_PROFILES} profiles were brought: ask for a smaller maxDepth.`,
      );
    },
  };
}
