import type { SegmentChangedResolvers } from '../__generated__/resolvers.ts';

export const SegmentChanged: SegmentChangedResolvers = {
  segment: ({ segmentId }, _none, { segments }) => segments.find(segmentId),
};
