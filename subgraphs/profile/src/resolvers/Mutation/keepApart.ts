import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const keepApart: NonNullable<MutationResolvers['keepApart']> = (
  _mutation,
  { input },
  { identityCommands },
) => identityCommands.keepApart(input);
