import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const archetypes: NonNullable<QueryResolvers['archetypes']> = (_query, _none, context) =>
  context.archetypes.list();
