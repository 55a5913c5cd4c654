import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const unblockIdentifier: NonNullable<MutationResolvers['unblockIdentifier']> = (
  _mutation,
  { input },
  { identityCommands },
) => identityCommands.unblockIdentifier(input);
