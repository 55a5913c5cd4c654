import type { Logger, Viewer } from '@customer360/service';
import type { ArchetypeCommandService } from './personas/archetype-command-service.ts';
import type { ArchetypeService } from './personas/archetype-service.ts';
import type { ComputedTraitService } from './computed-traits/computed-trait-service.ts';
import type { ProfileScoringService } from './scoring/profile-scoring-service.ts';
import type { ScoringRunService } from './scoring/scoring-run-service.ts';
import type { ActivityService } from './activity/activity-service.ts';
import type { MemberFileService } from './csv/member-file-service.ts';
import type { MemberService } from './memberships/member-service.ts';
import type { ProfileSegmentService } from './memberships/profile-segment-service.ts';
import type { OverlapService } from './overlap/overlap-service.ts';
import type { PreviewService } from './preview/preview-service.ts';
import type { MemberCommandService } from './static/member-command-service.ts';
import type { SegmentCommandService } from './segments/segment-command-service.ts';
import type { SegmentService } from './segments/segment-service.ts';
import type { StatusService } from './status/status-service.ts';

/** What the resolvers of one request may use: services that act for its viewer, in the viewer's tenant. */
export interface SegmentContext {
  readonly viewer: Viewer;
  readonly logger: Logger;
  readonly segments: SegmentService;
  readonly segmentCommands: SegmentCommandService;
  readonly members: MemberService;
  readonly memberFiles: MemberFileService;
  readonly memberCommands: MemberCommandService;
  readonly status: StatusService;
  readonly previews: PreviewService;
  readonly overlaps: OverlapService;
  readonly profileSegments: ProfileSegmentService;
  readonly activities: ActivityService;
  readonly computedTraits: ComputedTraitService;
  readonly profileScorings: ProfileScoringService;
  readonly scoringRuns: ScoringRunService;
  readonly archetypes: ArchetypeService;
  readonly archetypeCommands: ArchetypeCommandService;
}
