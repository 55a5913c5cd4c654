import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const segments: NonNullable<QueryResolvers['segments']> = (_query, question, context) =>
  context.segments.list(question);
