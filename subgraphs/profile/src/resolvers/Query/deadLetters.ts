import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const deadLetters: NonNullable<QueryResolvers['deadLetters']> = (
  _query,
  page,
  { deadLetters: service },
) => service.list(page);
