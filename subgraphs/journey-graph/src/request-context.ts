import type { ConsumerLag } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import type { Logger, TokenVerifier } from '@customer360/service';
import {
  boundedReads,
  createTenantReader,
  cursorsOf,
  once,
  type SubgraphRequest,
} from '@customer360/subgraph';
import { createAttributionService } from './attribution/attribution-service.ts';
import type { JourneyGraphContext } from './context.ts';
import { createEngagementService } from './engagement/engagement-service.ts';
import { createEventLoader } from './events/event-loader.ts';
import { createEventService } from './events/event-service.ts';
import { createFunnelService } from './funnels/funnel-service.ts';
import { createIdentifierValueLoader } from './identity-graph/identifier-values.ts';
import { createIdentityGraphService } from './identity-graph/identity-graph-service.ts';
import { createInfluenceService } from './influence/influence-service.ts';
import { createJourneyService } from './journeys/journey-service.ts';
import { firstConversionStepOf, loadMapping } from './mapping/tenant-mapping.ts';
import { createConversionPathService } from './paths/conversion-path-service.ts';
import { createPathService } from './paths/path-service.ts';
import { createPredictionService } from './predictions/prediction-service.ts';
import { createProfileSearchService } from './profile-search/profile-search-service.ts';
import { createRetentionService } from './retention/retention-service.ts';
import { createStatusService } from './status/status-service.ts';
import type { GraphDatabase } from './store/connection.ts';
import { createTenantQueries, type QueryLimits } from './store/tenant-queries.ts';
import { createSessionService } from './timeline/session-service.ts';

export interface ContextDependencies {
  readonly db: GraphDatabase;
  /** The event log's: cursor keys and the dictionary of identifier values. */
  readonly database: AnyDatabase;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly limits?: QueryLimits | undefined;
  readonly lag: () => Promise<readonly ConsumerLag[]>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const READ_TIMEOUT_MS = 5_000;

/** Everything that one request may use. Throws UNAUTHENTICATED without a good token. */
export async function createContext(
  dependencies: ContextDependencies,
  request: SubgraphRequest,
): Promise<JourneyGraphContext> {
  const viewer = await dependencies.verifier.verify(request.authorization);
  const { tenantId } = viewer;
  const logger = dependencies.logger.child({ requestId: request.requestId, tenantId });
  const cursors = await cursorsOf(dependencies.database, tenantId);
  const { db, limits, clock: now } = dependencies;
  const queries = createTenantQueries({ db, tenantId, logger, ...(limits === undefined ? {} : { limits }) });
  const reader = createTenantReader(boundedReads(dependencies.database, READ_TIMEOUT_MS), tenantId);
  const firstConversionStep = once(async () => firstConversionStepOf(await loadMapping(queries)));
  const common = { queries, viewer, cursors, firstConversionStep, now };
  const events = createEventService({ ...common, loader: createEventLoader(queries) });
  return {
    viewer,
    logger,
    events,
    sessions: createSessionService({ ...common, events }),
    journeys: createJourneyService({ ...common, events }),
    identityGraph: createIdentityGraphService({ ...common, values: createIdentifierValueLoader(reader) }),
    predictions: createPredictionService(common),
    influence: createInfluenceService(common),
    engagement: createEngagementService(common),
    profileSearch: createProfileSearchService(common),
    paths: createPathService(common),
    conversionPaths: createConversionPathService(common),
    funnels: createFunnelService(common),
    attribution: createAttributionService(common),
    retention: createRetentionService(common),
    status: createStatusService({ ...common, lag: dependencies.lag }),
  };
}
