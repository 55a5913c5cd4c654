import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const duplicateSegment: NonNullable<MutationResolvers['duplicateSegment']> = (
  _mutation,
  { input },
  { segmentCommands },
) => segmentCommands.duplicate(input);
