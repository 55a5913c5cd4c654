import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const profiles: NonNullable<QueryResolvers['profiles']> = (_query, query, { profiles: service }) =>
  service.list(query);
