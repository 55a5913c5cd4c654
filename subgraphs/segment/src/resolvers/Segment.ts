import type { SegmentResolvers } from '../__generated__/resolvers.ts';

export const Segment: SegmentResolvers = {
  __resolveReference: ({ id }, { segments }) => segments.find(id),
  rule: (segment, _none, { segments }) => segments.rule(segment),
  sentence: (segment, _none, { segments }) => segments.sentence(segment),
  queryBuilder: (segment, _none, { segments }) => segments.queryBuilder(segment),
  versions: (segment, _none, { segments }) => segments.versions(segment),
  memberCount: (segment, _none, { segments }) => segments.memberCount(segment),
  freshAt: (segment, _none, { segments }) => segments.freshAt(segment),
  backfill: (segment, _none, { segments }) => segments.backfill(segment),
  members: (segment, question, { members }) => members.list(segment, question),
};
