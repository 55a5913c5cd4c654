import type { Logger, Viewer } from '@customer360/service';
import type { SegmentService } from './segments/segment-service.ts';

/** What the resolvers of one request may use: services that act for its viewer, in the viewer's tenant. */
export interface SegmentContext {
  readonly viewer: Viewer;
  readonly logger: Logger;
  readonly segments: SegmentService;
}
