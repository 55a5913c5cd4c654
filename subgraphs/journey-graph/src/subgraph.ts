import type { AuthorizationTable } from '@customer360/authorization';
import type { Consumer, EventLog } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import {
  AppError,
  measureConsumerLag,
  type Logger,
  type Registry,
  type TokenVerifier,
} from '@customer360/service';
import { createSubgraphSchema, type SubgraphRequest } from '@customer360/subgraph';
import type { GraphQLSchema } from 'graphql';
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
  readonly metrics?: Registry | undefined;
  /** Of each query; 8 s and 512 MiB unless told. */
  readonly limits?: QueryLimits | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface JourneyGraphSubgraph {
  /** Guarded: answers nobody without a viewer in the context. */
  readonly schema: GraphQLSchema;
  /** Throws UNAUTHENTICATED without a good token. */
  createContext(request: SubgraphRequest): Promise<JourneyGraphContext>;
  /** Starts the consumer of the resolved stream. */
  start(): Promise<void>;
  /** Resolves when the batch under way is written. */
  stop(): Promise<void>;
  /** Throws UPSTREAM_UNAVAILABLE while it is not started. */
  readonly consumer: Consumer;
}

/** Builds the journey-graph subgraph over its stores; nothing runs before `start`. */
export function createJourneyGraphSubgraph(options: JourneyGraphOptions): JourneyGraphSubgraph {
  const { database, log, db, logger, verifier, table, limits, clock = Date.now } = options;
  let running: Consumer | null = null;

  function consumer(): Consumer {
    if (running === null) throw new AppError('UPSTREAM_UNAVAILABLE', 'The journey projection does not run.');
    return running;
  }

  const dependencies: ContextDependencies = {
    db,
    database,
    verifier,
    logger,
    limits,
    clock,
    lag: () => consumer().lag(),
  };

  if (options.metrics !== undefined) {
    measureConsumerLag(options.metrics, 'journey_graph', async () => (await running?.lag()) ?? []);
  }

  return {
    schema: createSubgraphSchema({ name: 'journey-graph', resolvers, table, logger }),
    createContext: (request) => createContext(dependencies, request),
    async start() {
      running ??= startJourneyProjection({ log, database, db, logger });
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    get consumer() {
      return consumer();
    },
  };
}
