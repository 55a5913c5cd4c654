import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const scoringRun: NonNullable<QueryResolvers['scoringRun']> = (_query, { id }, { scoringRuns }) =>
  scoringRuns.find(id);
