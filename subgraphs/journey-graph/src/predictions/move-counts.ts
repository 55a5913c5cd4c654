import { AppError } from '@customer360/service';
import type { TimeRange } from '../input/checks.ts';
import type { JourneyUnit } from '../paths/path-question.ts';
import { askPopulation, overPopulation } from '../population/population-query.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import type { MoveCount } from '../transitions/moves.ts';
import { wholeMonths } from './whole-months.ts';

/** Different moves that one answer is computed from. */
const MAX_MOVES = 100_000;

export const movesByMonth = aqlFile(import.meta.url, './moves-by-month.aql');
export const movesOfSessions = overPopulation('moves-of-sessions', 'sessionsByStart', {
  rest: [aqlFile(import.meta.url, './moves-of-sessions.aql')],
});
export const movesOfProfiles = overPopulation('moves-of-profiles', 'sessionsByEnd', {
  rest: [aqlFile(import.meta.url, './moves-of-profiles.aql')],
});

/**
 * How often each move was made by the units of a range. Whole months of everybody's sessions are counted already as events
 * come in; any other range, and the members of a segment, are counted now. Throws LIMIT_EXCEEDED for more than 100,000
 * different moves.
 */
export async function countMovesIn(
  queries: TenantQueries,
  {
    unit,
    range,
    segmentId,
  }: {
    readonly unit: JourneyUnit;
    readonly range: TimeRange;
    /** Null for everybody. */
    readonly segmentId: string | null;
  },
): Promise<readonly MoveCount[]> {
  const periods = unit === 'SESSION' && segmentId === null ? wholeMonths(range) : null;
  const limit = MAX_MOVES + 1;
  const moves =
    periods === null
      ? await askPopulation<MoveCount>(
          queries,
          unit === 'SESSION' ? movesOfSessions : movesOfProfiles,
          segmentId,
          { ...range, limit },
        )
      : await queries.run<MoveCount>(movesByMonth, { periods, limit });
  if (moves.length < limit) return moves;
  throw new AppError(
    'LIMIT_EXCEEDED',
    `There are more than ${MAX_MOVES} different moves between steps: ask for a shorter range.`,
  );
}
