import type { EngagementResolvers } from '../__generated__/resolvers.ts';

export const Engagement: EngagementResolvers = {
  event: ({ eventId }, _args, { events }) => events.byId(eventId),
};
