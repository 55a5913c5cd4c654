import type { SegmentMembersChangedResolvers } from '../__generated__/resolvers.ts';

export const SegmentMembersChanged: SegmentMembersChangedResolvers = {
  segment: ({ segmentId }, _none, { segments }) => segments.find(segmentId),
};
