import { randomUUID } from 'node:crypto';
import type { AuthorizationTable } from '@customer360/authorization';
import type { EventLog } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { createMemoryCache, type Cache } from '@customer360/redis';
import { createMetrics, type Logger, type Registry, type TokenVerifier } from '@customer360/service';
import {
  createCommandLog,
  createSubgraphSchema,
  startableConsumer,
  type RunnableSubgraph,
} from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';
import type { FastifyInstance } from 'fastify';
import { createOutbox } from './activity/outbox.ts';
import type { SegmentContext } from './context.ts';
import { Backfills } from './evaluation/backfills.ts';
import { createRuleReader } from './evaluation/rules-in-force.ts';
import { startSegmentConsumer } from './evaluation/segment-consumer.ts';
import { memberFileRoutes } from './csv/member-file-routes.ts';
import { rebuildWork } from './rebuild/rebuild-work.ts';
import { createContext, type ContextDependencies } from './request-context.ts';
import { resolvers } from './resolvers/index.ts';
import { createScoringEngine } from './scoring/scoring-engine.ts';
import type { SegmentDatabase } from './store/tables.ts';
import { startTenantWorker, type TenantWorker } from './workers/tenant-worker.ts';

export interface SegmentSubgraphOptions {
  /** The event log's database, with the tables of `segmentMigrations`. */
  readonly database: AnyDatabase;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly verifier: TokenVerifier;
  /** The supergraph's rules. */
  readonly table: AuthorizationTable;
  /** How long a mutation waits until its command is applied, in milliseconds; 10 s unless told. */
  readonly commandTimeoutMs?: number;
  /** How identifiers are normalised, as at ingestion. */
  readonly identifiers?: NormaliseOptions;
  /**
   * Where scores are read from first. Left out: in the memory of this process, which then is the only one that works and
   * reads these tables. Null: nowhere.
   */
  readonly cache?: Cache | null;
  /** What the cache does is counted here. */
  readonly metrics?: Registry;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly newId?: () => string;
}

/** Its consumer works the resolved stream. */
export interface SegmentSubgraph extends RunnableSubgraph<SegmentContext> {
  /** Adds `POST` and `GET /segments/{id}/members.csv` to an HTTP server. */
  serveFiles(server: FastifyInstance): Promise<void>;
}

/** How long a file waits for each of its commands, in milliseconds. */
const FILE_TIMEOUT_MS = 120_000;

/** Builds the segment subgraph over its store; nothing runs before `start`. */
export function createSegmentSubgraph(options: SegmentSubgraphOptions): SegmentSubgraph {
  const { database, log, logger, verifier, table, clock = Date.now } = options;
  const engine = createScoringEngine({
    database,
    log,
    logger,
    clock,
    cache: options.cache === undefined ? createMemoryCache({ clock: Date.now }) : options.cache,
    registry: options.metrics ?? createMetrics('segment'),
  });
  const backfills = new Backfills();
  const { holdTags } = engine;
  const consumer = startableConsumer('segment consumer', () =>
    startSegmentConsumer({ log, database, logger, clock, backfills, holdTags }),
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
    backfills,
    lag: async () => consumer.running().lag(),
    newId: options.newId ?? randomUUID,
    readRules: createRuleReader(),
    identifiers: options.identifiers ?? {},
    commands: createCommandLog(commandLog),
    fileCommands: createCommandLog({ ...commandLog, timeoutMs: FILE_TIMEOUT_MS }),
    scorings: engine.scorings,
    scoringCommands: createCommandLog(commandLog),
  };

  const outbox = createOutbox({ log, database: database.as<SegmentDatabase>(), clock });
  const rebuilds = rebuildWork({
    database: database.as<SegmentDatabase>(),
    readRules: createRuleReader(),
    flush: outbox,
    holdTags,
    clock,
    logger,
  });
  let rebuilding: TenantWorker | null = null;

  return {
    schema: createSubgraphSchema({ name: 'segment', resolvers, table, logger }),
    createContext: (request) => createContext(dependencies, request),
    serveFiles: (server) =>
      memberFileRoutes(server, {
        async filesOf({ headers: { authorization }, id: requestId }) {
          return (await createContext(dependencies, { authorization, requestId })).memberFiles;
        },
      }),
    async start() {
      await consumer.start();
      await engine.start();
      rebuilding ??= startTenantWorker({ work: rebuilds, log, logger });
    },
    async stop() {
      await rebuilding?.stop();
      rebuilding = null;
      await consumer.stop();
      await engine.stop();
    },
    get consumer() {
      return consumer.running();
    },
  };
}
