import type { DeadLetterResolvers } from '../__generated__/resolvers.ts';

export const DeadLetter: DeadLetterResolvers = {
  source: ({ sourceId }, _args, { sources }) => sources.byId(sourceId),
};
