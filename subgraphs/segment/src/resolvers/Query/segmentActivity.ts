import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const segmentActivity: NonNullable<QueryResolvers['segmentActivity']> = (
  _query,
  question,
  { activities },
) => activities.list(question);
