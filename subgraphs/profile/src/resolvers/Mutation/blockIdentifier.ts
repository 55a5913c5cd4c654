import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const blockIdentifier: NonNullable<MutationResolvers['blockIdentifier']> = (
  _mutation,
  { input },
  { identityCommands },
) => identityCommands.blockIdentifier(input);
