import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const sources: NonNullable<QueryResolvers['sources']> = (_query, page, { sources: service }) =>
  service.list(page);
