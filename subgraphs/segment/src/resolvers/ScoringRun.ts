import type { ScoringRunResolvers } from '../__generated__/resolvers.ts';

export const ScoringRun: ScoringRunResolvers = {
  progress: ({ done, total }) => ({ done, total }),
};
