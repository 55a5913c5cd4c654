import type { AuthorizationTable } from '@customer360/authorization';
import {
  createEventLog,
  createTenant,
  ensurePartitions,
  eventLogMigrations,
  keepPartitionsAhead,
  listTenants,
  type PostgresEventLog,
} from '@customer360/event-log';
import { createIngestion, type Ingestion } from '@customer360/ingestion';
import {
  createJourneyGraphSubgraph,
  openGraph,
  type Graph,
  type GraphStore,
  type JourneyGraphSubgraph,
} from '@customer360/journey-graph';
import { migrate, openDatabase, type Database, type DatabaseConfig } from '@customer360/postgres';
import { createProfileSubgraph, profileMigrations, type ProfileSubgraph } from '@customer360/profile';
import { createSegmentSubgraph, segmentMigrations, type SegmentSubgraph } from '@customer360/segment';
import type { Logger, TokenVerifier } from '@customer360/service';

/** From the HTTP door to every projection, in one process. */
export interface Pipeline {
  // Each part sees its own tables.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
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

/** Opens the stores and starts what writes them. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { tenantId, logger, verifier, table } = options;
  const database = await openDatabase(options.database);
  await migrate(database, { ...eventLogMigrations, ...profileMigrations, ...segmentMigrations });
  await ensurePartitions(database);
  if (!(await listTenants(database)).includes(tenantId)) {
    await createTenant(database, { id: tenantId, name: tenantId });
  }
  const log = createEventLog(database);
  const profile = await createProfileSubgraph({ database, log, logger, verifier, table });
  await profile.start();
  const graph = await openGraph(options.graph);
  const journeyGraph = createJourneyGraphSubgraph({ database, log, db: graph.db, logger, verifier, table });
  await journeyGraph.start();
  const segment = createSegmentSubgraph({ database, log, logger, verifier, table });
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
  const stopUpkeep = keepPartitionsAhead(database, (error) =>
    logger.error({ error }, 'partitions are not made'),
  );
  const ingestionUrl = await ingestion.listen({ host: '127.0.0.1', port: options.ingestionPort });
  return {
    database,
    log,
    profile,
    journeyGraph,
    segment,
    ingestionUrl,
    stop: () => stopInOrder({ ingestion, stopUpkeep, profile, journeyGraph, segment, graph, log, database }),
  };
}

async function stopInOrder(parts: {
  readonly ingestion: Ingestion;
  readonly stopUpkeep: () => void;
  readonly profile: ProfileSubgraph;
  readonly journeyGraph: JourneyGraphSubgraph;
  readonly segment: SegmentSubgraph;
  readonly graph: Graph;
  readonly log: PostgresEventLog;
  readonly database: Pipeline['database'];
}): Promise<void> {
  parts.stopUpkeep();
  await parts.ingestion.close();
  await parts.profile.stop();
  await parts.journeyGraph.stop();
  await parts.segment.stop();
  await parts.graph.close();
  await parts.log.close();
  await parts.database.close();
}
