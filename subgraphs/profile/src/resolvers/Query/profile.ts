import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const profile: NonNullable<QueryResolvers['profile']> = (_query, { id }, { profiles }) =>
  profiles.byId(id);
