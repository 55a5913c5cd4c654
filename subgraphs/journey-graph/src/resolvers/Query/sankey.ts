import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const sankey: NonNullable<QueryResolvers['sankey']> = (_query, question, { paths }) =>
  paths.sankey(question);
