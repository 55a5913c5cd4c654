import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const addSegmentMembers: NonNullable<MutationResolvers['addSegmentMembers']> = (
  _mutation,
  { input },
  { memberCommands },
) => memberCommands.add(input);
