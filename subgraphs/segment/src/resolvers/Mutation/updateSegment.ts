import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const updateSegment: NonNullable<MutationResolvers['updateSegment']> = (
  _mutation,
  { input },
  { segmentCommands },
) => segmentCommands.update(input);
