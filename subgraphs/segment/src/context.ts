import type { Logger, Viewer } from '@customer360/service';
import type { ActivityService } from './activity/activity-service.ts';
import type { MemberFileService } from './csv/member-file-service.ts';
import type { MemberService } from './memberships/member-service.ts';
import type { ProfileSegmentService } from './memberships/profile-segment-service.ts';
import type { OverlapService } from './overlap/overlap-service.ts';
import type { PreviewService } from './preview/preview-service.ts';
import type { MemberCommandService } from './static/member-command-service.ts';
import type { SegmentCommandService } from './segments/segment-command-service.ts';
import type { SegmentService } from './segments/segment-service.ts';

/** What the resolvers of one request may use: services that act for its viewer, in the viewer's tenant. */
export interface SegmentContext {
  readonly viewer: Viewer;
  readonly logger: Logger;
  readonly segments: SegmentService;
  readonly segmentCommands: SegmentCommandService;
  readonly members: MemberService;
  readonly memberFiles: MemberFileService;
  readonly memberCommands: MemberCommandService;
  readonly previews: PreviewService;
  readonly overlaps: OverlapService;
  readonly profileSegments: ProfileSegmentService;
  readonly activities: ActivityService;
}
