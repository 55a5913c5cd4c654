import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const whyLinked: NonNullable<QueryResolvers['whyLinked']> = (_query, { a, b }, { identityGraph }) =>
  identityGraph.whyLinked(a, b);
