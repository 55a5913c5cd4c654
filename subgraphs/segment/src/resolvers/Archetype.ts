import type { ArchetypeResolvers } from '../__generated__/resolvers.ts';
import { typicalValues } from '../personas/typical-values.ts';

export const Archetype: ArchetypeResolvers = {
  centre: ({ centre }) => typicalValues(centre),
  rule: (archetype, _none, { archetypes }) => archetypes.rule(archetype),
  size: (archetype, _none, { archetypes }) => archetypes.size(archetype),
};
