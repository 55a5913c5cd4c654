import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const segment: NonNullable<QueryResolvers['segment']> = (_query, { id }, { segments }) =>
  segments.find(id);
