import { DateTime, JSONValue, Long } from '@customer360/subgraph';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { archiveSegment } from './Mutation/archiveSegment.ts';
import { createSegment } from './Mutation/createSegment.ts';
import { duplicateSegment } from './Mutation/duplicateSegment.ts';
import { recomputeSegment } from './Mutation/recomputeSegment.ts';
import { updateSegment } from './Mutation/updateSegment.ts';
import { Profile } from './Profile.ts';
import { ProfileSegmentEdge } from './ProfileSegmentEdge.ts';
import { segment } from './Query/segment.ts';
import { segmentActivity } from './Query/segmentActivity.ts';
import { segments } from './Query/segments.ts';
import { results } from './results.ts';
import { Segment } from './Segment.ts';
import { SegmentActivity } from './SegmentActivity.ts';
import { SegmentChanged } from './SegmentChanged.ts';

export const resolvers = {
  DateTime,
  JSON: JSONValue,
  Long,
  Query: { segment, segmentActivity, segments },
  Mutation: { archiveSegment, createSegment, duplicateSegment, recomputeSegment, updateSegment },
  Profile,
  ProfileSegmentEdge,
  Segment,
  SegmentActivity,
  SegmentChanged,
  ...results,
} satisfies Resolvers;
