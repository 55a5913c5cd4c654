import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const archiveSegment: NonNullable<MutationResolvers['archiveSegment']> = (
  _mutation,
  { input },
  { segmentCommands },
) => segmentCommands.archive(input);
