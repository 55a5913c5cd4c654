import type { ProfileSegmentEdgeResolvers } from '../__generated__/resolvers.ts';

export const ProfileSegmentEdge: ProfileSegmentEdgeResolvers = {
  enteredAt: ({ membership }) => membership.enteredAt,
  version: ({ membership }) => membership.version,
  reasons: (edge, _none, { profileSegments }) => profileSegments.reasons(edge),
};
