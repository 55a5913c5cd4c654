import type { SessionResolvers } from '../__generated__/resolvers.ts';

export const Session: SessionResolvers = {
  touchpoints: (session, page, { sessions }) => sessions.touchpointsOf(session, page),
};
