import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const topPaths: NonNullable<QueryResolvers['topPaths']> = (_query, question, { paths }) =>
  paths.topPaths(question);
