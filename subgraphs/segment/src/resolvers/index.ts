import { DateTime, JSONValue, Long } from '@customer360/subgraph';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { addSegmentMembers } from './Mutation/addSegmentMembers.ts';
import { archiveSegment } from './Mutation/archiveSegment.ts';
import { createSegment } from './Mutation/createSegment.ts';
import { duplicateSegment } from './Mutation/duplicateSegment.ts';
import { recomputeSegment } from './Mutation/recomputeSegment.ts';
import { removeSegmentMembers } from './Mutation/removeSegmentMembers.ts';
import { updateSegment } from './Mutation/updateSegment.ts';
import { Profile } from './Profile.ts';
import { ProfileSegmentEdge } from './ProfileSegmentEdge.ts';
import { segment } from './Query/segment.ts';
import { segmentActivity } from './Query/segmentActivity.ts';
import { segmentOverlap } from './Query/segmentOverlap.ts';
import { segmentPreview } from './Query/segmentPreview.ts';
import { segments } from './Query/segments.ts';
import { results } from './results.ts';
import { Segment } from './Segment.ts';
import { SegmentActivity } from './SegmentActivity.ts';
import { SegmentMembersChanged } from './SegmentMembersChanged.ts';
import { SegmentChanged } from './SegmentChanged.ts';

export const resolvers = {
  DateTime,
  JSON: JSONValue,
  Long,
  Query: { segment, segmentActivity, segmentOverlap, segmentPreview, segments },
  Mutation: {
    addSegmentMembers,
    archiveSegment,
    createSegment,
    duplicateSegment,
    recomputeSegment,
    removeSegmentMembers,
    updateSegment,
  },
  Profile,
  ProfileSegmentEdge,
  Segment,
  SegmentActivity,
  SegmentChanged,
  SegmentMembersChanged,
  ...results,
} satisfies Resolvers;
