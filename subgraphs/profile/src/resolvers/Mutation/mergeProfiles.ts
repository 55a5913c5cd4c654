import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const mergeProfiles: NonNullable<MutationResolvers['mergeProfiles']> = (
  _mutation,
  { input },
  { identityCommands },
) => identityCommands.mergeProfiles(input);
