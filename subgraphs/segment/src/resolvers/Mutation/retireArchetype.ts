import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const retireArchetype: NonNullable<MutationResolvers['retireArchetype']> = (
  _mutation,
  { input },
  { archetypeCommands },
) => archetypeCommands.retire(input);
