import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const findProfilesByName: NonNullable<QueryResolvers['findProfilesByName']> = (
  _query,
  question,
  { profileSearch },
) => profileSearch.byName(question);
