import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const recomputeSegment: NonNullable<MutationResolvers['recomputeSegment']> = (
  _mutation,
  { input },
  { segmentCommands },
) => segmentCommands.recompute(input);
