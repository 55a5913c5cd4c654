import type { JourneyResolvers } from '../__generated__/resolvers.ts';

export const Journey: JourneyResolvers = {
  conversion: (journey, _args, { journeys }) => journeys.conversionOf(journey),
};
