import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const saveArchetype: NonNullable<MutationResolvers['saveArchetype']> = (
  _mutation,
  { input },
  { archetypeCommands },
) => archetypeCommands.save(input);
