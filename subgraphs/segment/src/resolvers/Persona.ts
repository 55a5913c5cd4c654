import type { PersonaResolvers } from '../__generated__/resolvers.ts';

export const Persona: PersonaResolvers = {
  nextBestAction: ({ archetype }) => archetype.nextBestAction,
};
