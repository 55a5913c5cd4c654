import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const removeSegmentMembers: NonNullable<MutationResolvers['removeSegmentMembers']> = (
  _mutation,
  { input },
  { memberCommands },
) => memberCommands.remove(input);
