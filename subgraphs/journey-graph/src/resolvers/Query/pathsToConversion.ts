import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const pathsToConversion: NonNullable<QueryResolvers['pathsToConversion']> = (
  _query,
  question,
  { conversionPaths },
) => conversionPaths.pathsToConversion(question);
