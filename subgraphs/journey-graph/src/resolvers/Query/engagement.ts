import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const engagement: NonNullable<QueryResolvers['engagement']> = (_query, question, context) =>
  context.engagement.engagement(question);
