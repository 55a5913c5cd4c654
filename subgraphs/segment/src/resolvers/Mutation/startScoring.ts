import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const startScoring: NonNullable<MutationResolvers['startScoring']> = (
  _mutation,
  { input },
  { scoringRuns },
) => scoringRuns.start(input);
