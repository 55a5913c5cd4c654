import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const attribution: NonNullable<QueryResolvers['attribution']> = (_query, question, context) =>
  context.attribution.attribution(question);
