import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const unmergeProfiles: NonNullable<MutationResolvers['unmergeProfiles']> = (
  _mutation,
  { input },
  { identityCommands },
) => identityCommands.unmergeProfiles(input);
