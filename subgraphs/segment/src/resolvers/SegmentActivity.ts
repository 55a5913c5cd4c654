import type { SegmentActivityResolvers } from '../__generated__/resolvers.ts';

export const SegmentActivity: SegmentActivityResolvers = {
  segment: ({ segmentId }, _none, { segments }) => segments.find(segmentId),
  profile: ({ profileId, isPresent }) => (isPresent ? { id: profileId } : null),
};
