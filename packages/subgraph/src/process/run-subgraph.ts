import type { BaseContext } from '@apollo/server';
import { readAuthorizationTable, type AuthorizationTable } from '@customer360/authorization';
import { openEventLog, type Consumer, type EventLog } from '@customer360/event-log';
import type { AnyDatabase, DatabaseConfig, Migrations } from '@customer360/postgres';
import { supergraphSdl } from '@customer360/schema';
import {
  createTokenVerifier,
  measureConsumerLag,
  runProcess,
  type ProcessParts,
  type ReadyCheck,
  type TokenVerifier,
} from '@customer360/service';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { createSubgraphServer, type ServableSubgraph } from '../subgraph-server.ts';
import type { ServerEnv } from './subgraph-env.ts';

/** What every subgraph is built over. */
export interface SubgraphParts extends ProcessParts {
  /** Migrated. */
  readonly database: AnyDatabase;
  readonly log: EventLog;
  readonly verifier: TokenVerifier;
  /** The supergraph's rules. */
  readonly table: AuthorizationTable;
}

/** What can be run: starts its consumer of the log, and stops it. */
export interface RunnableSubgraph<Context extends BaseContext> extends ServableSubgraph<Context> {
  /** Starts what works the log. */
  start(): Promise<void>;
  /** Resolves when the batch under way is written. */
  stop(): Promise<void>;
  /** What works the log; throws UPSTREAM_UNAVAILABLE while it is not started. */
  readonly consumer: Consumer;
}

export interface BuiltSubgraph<Context extends BaseContext> {
  readonly subgraph: RunnableSubgraph<Context>;
  /** What must answer besides the database before the process says that it is ready, by name. */
  readonly ready?: Readonly<Record<string, ReadyCheck>>;
  /** Adds what is served beside `POST /graphql`. */
  readonly addRoutes?: (server: FastifyInstance) => Promise<void>;
}

export interface SubgraphProcess<Context extends BaseContext> {
  /** As the supergraph calls it. */
  readonly name: string;
  readonly env: ServerEnv;
  /** The event log's database. */
  readonly database: DatabaseConfig;
  /** Its own tables in it. */
  readonly migrations: Migrations;
  /** Opens stores of its own (`opened`) and builds the subgraph; starts nothing. */
  readonly build: (parts: SubgraphParts) => Promise<BuiltSubgraph<Context>>;
}

/**
 * Runs a subgraph alone in this process. It listens when all is started, and stops in reverse: no more requests, the
 * running ones answered, the batch under way written, the stores closed. Its metrics say how far it is behind the log.
 */
export async function runSubgraph<Context extends BaseContext>(
  options: SubgraphProcess<Context>,
): Promise<void> {
  const { name, env } = options;
  await runProcess({ name, logLevel: env.logLevel }, async (parts) => {
    const { logger, metrics, opened } = parts;
    const { database, log, close } = await openEventLog({
      database: options.database,
      migrations: options.migrations,
      onUpkeepError: (error) => logger.error({ error }, 'partitions are not made'),
    });
    opened.defer(close);
    const { issuer, audience, jwksUri } = env.oidc;
    const { subgraph, ready, addRoutes } = await options.build({
      ...parts,
      database,
      log,
      verifier: createTokenVerifier({ issuer, audience, jwksUri: jwksUri ?? undefined }),
      table: readAuthorizationTable(supergraphSdl()),
    });
    opened.defer(() => subgraph.stop());
    measureConsumerLag(metrics, name.replaceAll('-', '_'), async () => subgraph.consumer.lag());
    const server = await createSubgraphServer({
      subgraph,
      logger,
      metrics,
      ready: { database: () => sql`select 1`.execute(database.db), ...ready },
    });
    opened.defer(() => server.close());
    await addRoutes?.(server);
    await subgraph.start();
    const url = await server.listen({ host: env.host, port: env.port });
    logger.info({ url, store: options.database.kind }, `${name} subgraph listens`);
  });
}
