import type { ArchetypeChangedResolvers } from '../__generated__/resolvers.ts';

export const ArchetypeChanged: ArchetypeChangedResolvers = {
  archetype: ({ code }, _none, { archetypes }) => archetypes.find(code),
};
