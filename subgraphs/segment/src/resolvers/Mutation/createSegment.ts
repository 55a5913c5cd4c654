import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const createSegment: NonNullable<MutationResolvers['createSegment']> = (
  _mutation,
  { input },
  { segmentCommands },
) => segmentCommands.create(input);
