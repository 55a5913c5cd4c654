import type { AuthorizationTable } from '@customer360/authorization';
import { createTenant, listTenants, openEventLog, type PostgresEventLog } from '@customer360/event-log';
import { createIngestion } from '@customer360/ingestion';
import {
  createJourneyGraphSubgraph,
  openGraph,
  type GraphStore,
  type JourneyGraphSubgraph,
} from '@customer360/journey-graph';
import type { AnyDatabase, DatabaseConfig } from '@customer360/postgres';
import { createProfileSubgraph, profileMigrations, type ProfileSubgraph } from '@customer360/profile';
import { createSegmentSubgraph, segmentMigrations, type SegmentSubgraph } from '@customer360/segment';
import type { Logger, TokenVerifier } from '@customer360/service';

/** From the HTTP door to every projection, in one process. */
export interface Pipeline {
  readonly database: AnyDatabase;
  readonly log: PostgresEventLog;
  readonly profile: ProfileSubgraph;
  readonly journeyGraph: JourneyGraphSubgraph;
  readonly segment: SegmentSubgraph;
  readonly ingestionUrl: string;
  /** Stops taking events, lets the batch under way end, and closes the stores. */
  stop(): Promise<void>;
}

export interface PipelineOptions {
  readonly database: DatabaseConfig;
  readonly graph: GraphStore;
  /** Made when it is not there. */
  readonly tenantId: string;
  readonly ingestionPort: number;
  readonly logger: Logger;
  readonly verifier: TokenVerifier;
  readonly table: AuthorizationTable;
}

/** Opens the stores and starts what writes them; nothing stays open when it throws. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { tenantId, logger, verifier, table } = options;
  await using starting = new AsyncDisposableStack();
  const { database, log, close } = await openEventLog({
    database: options.database,
    migrations: { ...profileMigrations, ...segmentMigrations },
    onUpkeepError: (error) => logger.error({ error }, 'partitions are not made'),
  });
  starting.defer(close);
  if (!(await listTenants(database)).includes(tenantId)) {
    await createTenant(database, { id: tenantId, name: tenantId });
  }
  const parts = { database, log, logger, verifier, table };
  const profile = await createProfileSubgraph(parts);
  starting.defer(() => profile.stop());
  await profile.start();
  const graph = await openGraph(options.graph);
  starting.defer(() => graph.close());
  const journeyGraph = createJourneyGraphSubgraph({ ...parts, db: graph.db });
  starting.defer(() => journeyGraph.stop());
  await journeyGraph.start();
  const segment = createSegmentSubgraph(parts);
  starting.defer(() => segment.stop());
  await segment.start();
  const ingestion = await createIngestion({
    database,
    log,
    logger,
    consumerLag: async () => [
      ...(await profile.consumer.lag()).map((lag) => ({ consumer: 'profile', ...lag })),
      ...(await journeyGraph.consumer.lag()).map((lag) => ({ consumer: 'journey-graph', ...lag })),
      ...(await segment.consumer.lag()).map((lag) => ({ consumer: 'segment', ...lag })),
    ],
  });
  starting.defer(() => ingestion.close());
  const ingestionUrl = await ingestion.listen({ host: '127.0.0.1', port: options.ingestionPort });
  const started = starting.move();
  const stop = () => started.disposeAsync();
  return { database, log, profile, journeyGraph, segment, ingestionUrl, stop };
}
