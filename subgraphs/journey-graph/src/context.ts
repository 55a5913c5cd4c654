import type { Logger, Viewer } from '@customer360/service';
import type { AttributionService } from './attribution/attribution-service.ts';
import type { EngagementService } from './engagement/engagement-service.ts';
import type { EventService } from './events/event-service.ts';
import type { FunnelService } from './funnels/funnel-service.ts';
import type { IdentityGraphService } from './identity-graph/identity-graph-service.ts';
import type { InfluenceService } from './influence/influence-service.ts';
import type { JourneyService } from './journeys/journey-service.ts';
import type { ConversionPathService } from './paths/conversion-path-service.ts';
import type { PathService } from './paths/path-service.ts';
import type { PredictionService } from './predictions/prediction-service.ts';
import type { ProfileSearchService } from './profile-search/profile-search-service.ts';
import type { RetentionService } from './retention/retention-service.ts';
import type { StatusService } from './status/status-service.ts';
import type { SessionService } from './timeline/session-service.ts';

/** What the resolvers of one request may use: services that act for its viewer, in the viewer's tenant. */
export interface JourneyGraphContext {
  readonly viewer: Viewer;
  readonly logger: Logger;
  readonly events: EventService;
  readonly sessions: SessionService;
  readonly journeys: JourneyService;
  readonly identityGraph: IdentityGraphService;
  readonly predictions: PredictionService;
  readonly influence: InfluenceService;
  readonly engagement: EngagementService;
  readonly profileSearch: ProfileSearchService;
  readonly paths: PathService;
  readonly conversionPaths: ConversionPathService;
  readonly funnels: FunnelService;
  readonly attribution: AttributionService;
  readonly retention: RetentionService;
  readonly status: StatusService;
}
