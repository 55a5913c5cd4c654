import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const cohortRetention: NonNullable<QueryResolvers['cohortRetention']> = (
  _query,
  question,
  { retention },
) => retention.cohortRetention(question);
