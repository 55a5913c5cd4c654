import type { AuthorizationTable } from '@customer360/authorization';
import type { EventLog } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import type { Logger, TokenVerifier } from '@customer360/service';
import { createSubgraphSchema, startableConsumer, type RunnableSubgraph } from '@customer360/subgraph';
import type { JourneyGraphContext } from './context.ts';
import { startJourneyProjection } from './projection/journey-projection.ts';
import { createContext, type ContextDependencies } from './request-context.ts';
import { resolvers } from './resolvers/index.ts';
import type { GraphDatabase } from './store/connection.ts';
import type { QueryLimits } from './store/tenant-queries.ts';

export interface JourneyGraphOptions {
  /** The event log's database. */
  readonly database: AnyDatabase;
  readonly log: EventLog;
  /** The graph, its collections made (`openGraph`). */
  readonly db: GraphDatabase;
  readonly logger: Logger;
  readonly verifier: TokenVerifier;
  /** The supergraph's rules. */
  readonly table: AuthorizationTable;
  /** Of each query; 8 s and 512 MiB unless told. */
  readonly limits?: QueryLimits | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Its consumer works the resolved stream. */
export type JourneyGraphSubgraph = RunnableSubgraph<JourneyGraphContext>;

/** Builds the journey-graph subgraph over its stores; nothing runs before `start`. */
export function createJourneyGraphSubgraph(options: JourneyGraphOptions): JourneyGraphSubgraph {
  const { database, log, db, logger, verifier, table, limits, clock = Date.now } = options;
  const consumer = startableConsumer('journey projection', () =>
    startJourneyProjection({ log, database, db, logger }),
  );
  const dependencies: ContextDependencies = {
    db,
    database,
    verifier,
    logger,
    limits,
    clock,
    lag: async () => consumer.running().lag(),
  };

  return {
    schema: createSubgraphSchema({ name: 'journey-graph', resolvers, table, logger }),
    createContext: (request) => createContext(dependencies, request),
    start: consumer.start,
    stop: consumer.stop,
    get consumer() {
      return consumer.running();
    },
  };
}
