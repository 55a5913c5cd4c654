import type { JourneyTouchResolvers } from '../__generated__/resolvers.ts';

export const JourneyTouch: JourneyTouchResolvers = {
  event: ({ eventId }, _args, { events }) => events.byId(eventId),
};
