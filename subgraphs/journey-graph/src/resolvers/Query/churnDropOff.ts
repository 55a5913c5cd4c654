import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const churnDropOff: NonNullable<QueryResolvers['churnDropOff']> = (_query, question, { retention }) =>
  retention.churnDropOff(question);
