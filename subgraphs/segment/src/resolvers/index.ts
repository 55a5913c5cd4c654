import { DateTime, JSONValue, Long } from '@customer360/subgraph';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { addSegmentMembers } from './Mutation/addSegmentMembers.ts';
import { Archetype } from './Archetype.ts';
import { ArchetypeChanged } from './ArchetypeChanged.ts';
import { archiveSegment } from './Mutation/archiveSegment.ts';
import { createSegment } from './Mutation/createSegment.ts';
import { duplicateSegment } from './Mutation/duplicateSegment.ts';
import { recomputeSegment } from './Mutation/recomputeSegment.ts';
import { removeSegmentMembers } from './Mutation/removeSegmentMembers.ts';
import { updateSegment } from './Mutation/updateSegment.ts';
import { retireArchetype } from './Mutation/retireArchetype.ts';
import { saveArchetype } from './Mutation/saveArchetype.ts';
import { startScoring } from './Mutation/startScoring.ts';
import { Persona } from './Persona.ts';
import { Profile } from './Profile.ts';
import { ProfileSegmentEdge } from './ProfileSegmentEdge.ts';
import { segment } from './Query/segment.ts';
import { segmentActivity } from './Query/segmentActivity.ts';
import { segmentOverlap } from './Query/segmentOverlap.ts';
import { segmentPreview } from './Query/segmentPreview.ts';
import { segmentStatus } from './Query/segmentStatus.ts';
import { segments } from './Query/segments.ts';
import { archetypes } from './Query/archetypes.ts';
import { scoringRun } from './Query/scoringRun.ts';
import { results } from './results.ts';
import { ScoringRun } from './ScoringRun.ts';
import { Segment } from './Segment.ts';
import { SegmentActivity } from './SegmentActivity.ts';
import { SegmentMembersChanged } from './SegmentMembersChanged.ts';
import { SegmentChanged } from './SegmentChanged.ts';

export const resolvers = {
  DateTime,
  JSON: JSONValue,
  Long,
  Query: {
    archetypes,
    scoringRun,
    segment,
    segmentActivity,
    segmentOverlap,
    segmentPreview,
    segmentStatus,
    segments,
  },
  Mutation: {
    retireArchetype,
    saveArchetype,
    startScoring,
    addSegmentMembers,
    archiveSegment,
    createSegment,
    duplicateSegment,
    recomputeSegment,
    removeSegmentMembers,
    updateSegment,
  },
  Archetype,
  ArchetypeChanged,
  Persona,
  Profile,
  ScoringRun,
  ProfileSegmentEdge,
  Segment,
  SegmentActivity,
  SegmentChanged,
  SegmentMembersChanged,
  ...results,
} satisfies Resolvers;
