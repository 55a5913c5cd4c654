import { AppError, requireScope, type Viewer } from '@customer360/service';
import { readCount } from '../input/checks.ts';
import type { Profile } from '../profiles/profile.ts';
import { hidden } from '../population/population-query.ts';
import { aqlFile } from '../store/aql-file.ts';
import { joinAql } from '../store/join-aql.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';

export interface ProfileSearchService {
  /** All words must match, the last one as a beginning. Complete words first, then shorter names, then by name and id. */
  byName(question: NameQuestion): Promise<readonly NamedProfile[]>;
}

export interface NameQuestion {
  readonly name: string;
  readonly first?: number | null | undefined;
}

export interface NamedProfile {
  readonly profile: Profile;
  readonly name: string;
}

const MAX_LENGTH = 100;

export const profilesByName = joinAql(
  'profiles-by-name',
  hidden,
  aqlFile(import.meta.url, './profiles-by-name.aql'),
);

export function createProfileSearchService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
}): ProfileSearchService {
  const { queries, viewer } = options;
  return {
    async byName({ name, first }) {
      requireScope(viewer, 'journey:read');
      requireScope(viewer, 'profile:pii');
      if (name.length < 1 || name.length > MAX_LENGTH) {
        throw new AppError('BAD_USER_INPUT', `name must have 1 to ${MAX_LENGTH} characters.`);
      }
      const limit = readCount('first', first, { default: 10, min: 1, max: 50 });
      // Without a word there is nothing to look for, which a view would not be asked.
      if (!/[\p{L}\p{N}]/u.test(name)) return [];
      const rows = await queries.run<NameRow>(profilesByName, { name, first: limit });
      return rows.map((row) => ({ profile: { id: row.profileId }, name: row.name }));
    },
  };
}

interface NameRow {
  readonly profileId: string;
  readonly name: string;
}
