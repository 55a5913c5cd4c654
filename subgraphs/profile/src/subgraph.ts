import { randomUUID } from 'node:crypto';
import type { AuthorizationTable } from '@customer360/authorization';
import { listTenants, type EventLog } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { createCachedSpace, createMemoryCache, type Cache } from '@customer360/redis';
import { createMetrics, type Logger, type Registry, type TokenVerifier } from '@customer360/service';
import {
  boundedReads,
  createCommandLog,
  createSubgraphSchema,
  startableConsumer,
  type RunnableSubgraph,
} from '@customer360/subgraph';
import { normaliseIdentifier, type NormaliseOptions } from '@customer360/tracking';
import { createIdentityChanges } from './commands/identity-change-reader.ts';
import { dryRunCommand, startProfileConsumer } from './consumer/index.ts';
import { measureClosures } from './consumer/measure-closures.ts';
import type { ProfileContext } from './context.ts';
import type { ProfileDatabase } from './database.ts';
import { createLookUp, PROFILE_SPACE } from './look-up/look-up-cache.ts';
import { createContext, READ_TIMEOUT_MS, type ContextDependencies } from './request-context.ts';
import { resolvers } from './resolvers/index.ts';
import { createWriteKeySecret } from './sources/write-key-secret.ts';

export interface ProfileSubgraphOptions {
  // Whoever opens the database sees other tables in it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly verifier: TokenVerifier;
  /** The supergraph's rules. */
  readonly table: AuthorizationTable;
  /** How identifiers are read: the same as ingestion's. */
  readonly identifiers?: NormaliseOptions;
  /**
   * Where look-ups from identifier to profile are cached. Left out: in the memory of this process, which then is the only
   * one that works and reads these tables. Null: nowhere.
   */
  readonly cache?: Cache | null;
  /** Where sizes of closures are measured; nowhere when left out. */
  readonly metrics?: Registry | undefined;
  /** How long a mutation waits until its command is applied, in milliseconds; 10 s unless told. */
  readonly commandTimeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly newId?: () => string;
}

/** Its consumer works the accepted stream. */
export type ProfileSubgraph = RunnableSubgraph<ProfileContext>;

/** Builds the profile subgraph over its stores; nothing runs before `start`. */
export async function createProfileSubgraph(options: ProfileSubgraphOptions): Promise<ProfileSubgraph> {
  const { log, logger, verifier } = options;
  const database: Database<ProfileDatabase> = options.database.as<ProfileDatabase>();
  const clock = options.clock ?? Date.now;
  const onClosure = options.metrics === undefined ? undefined : measureClosures(options.metrics);
  const space = createCachedSpace({
    cache: options.cache === undefined ? createMemoryCache({ clock: Date.now }) : options.cache,
    database,
    name: PROFILE_SPACE,
    registry: options.metrics ?? createMetrics('profile'),
    listTenants: () => listTenants(database),
    onError: (error) => logger.warn({ err: error }, 'leases of the cache could not be renewed'),
  });
  const { hold } = space;
  const consumer = startableConsumer('profile consumer', () =>
    startProfileConsumer({ log, database, logger, hold, onClosure }),
  );

  const commandLog = {
    log,
    database,
    consumer: consumer.running,
    clock,
    timeoutMs: options.commandTimeoutMs ?? 10_000,
  };
  const dependencies: ContextDependencies = {
    database,
    verifier,
    logger,
    clock,
    newId: options.newId ?? randomUUID,
    newSecret: createWriteKeySecret,
    lookUp: createLookUp(space, boundedReads(database, READ_TIMEOUT_MS)),
    normalise: (type, value) => normaliseIdentifier(type, value, options.identifiers),
    commands: createCommandLog(commandLog),
    sourceCommands: createCommandLog(commandLog),
    changes: createIdentityChanges({
      database,
      dryRun: (tenantId, command, identifier) => dryRunCommand({ database, tenantId, command, identifier }),
    }),
  };

  return {
    schema: createSubgraphSchema({ name: 'profile', resolvers, table: options.table, logger }),
    createContext: (request) => createContext(dependencies, request),
    async start() {
      await space.start();
      await consumer.start();
    },
    async stop() {
      await consumer.stop();
      await space.stop();
    },
    get consumer() {
      return consumer.running();
    },
  };
}
