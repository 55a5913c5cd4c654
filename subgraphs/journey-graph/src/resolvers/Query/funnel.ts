import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const funnel: NonNullable<QueryResolvers['funnel']> = (_query, question, { funnels }) =>
  funnels.funnel(question);
