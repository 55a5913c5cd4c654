import { randomUUID } from 'node:crypto';
import type { EventLog } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { createHttpServer, createMetrics } from '@customer360/service';
import type { Logger, Registry } from '@customer360/service';
import type { NormaliseOptions } from '@customer360/tracking';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { createAppendQueue } from './append-queue.ts';
import type { AppendQueueLimits } from './append-queue.ts';
import { createDeadLetters } from './dead-letters/dead-letters.ts';
import { createIngestionMetrics } from './ingestion-metrics.ts';
import type { ConsumerLag } from './ingestion-metrics.ts';
import { createWriteKeys } from './sources/write-keys.ts';
import { trackingRoutes } from './tracking-routes.ts';
import { createTrackingService } from './tracking-service.ts';

export interface IngestionOptions {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
  readonly log: Pick<EventLog, 'append'>;
  readonly logger: Logger;
  /** A registry of its own unless told. */
  readonly metrics?: Registry | undefined;
  /** Asked whenever metrics are read. */
  readonly consumerLag?: (() => Promise<readonly ConsumerLag[]>) | undefined;
  /** How identifiers are normalised; look-ups elsewhere must use the same. */
  readonly identifiers?: NormaliseOptions | undefined;
  readonly limits?: Partial<AppendQueueLimits> | undefined;
  /** How long an answer about a write key is kept, in milliseconds: a revoked key stops within this time. */
  readonly writeKeyTtlMs?: number | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
  readonly newId?: (() => string) | undefined;
}

export interface Ingestion {
  readonly server: FastifyInstance;
  /** Resolves with the address once it takes requests. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Takes no more requests, answers those under way, and ends. */
  close(): Promise<void>;
}

/** An embedded database shares its thread with this process: waiting a moment makes fewer, larger appends. */
const gatherMs = { postgres: 0, pglite: 5 } as const;

const megabyte = 1_048_576;
const defaultLimits = { groupEvents: 500, maxEvents: 20_000, maxBytes: 64 * megabyte, maxWaitMs: 2_000 };

/** The Segment-compatible tracking API in front of the event log. */
export async function createIngestion(options: IngestionOptions): Promise<Ingestion> {
  const { database, log, logger } = options;
  const registry = options.metrics ?? createMetrics('ingestion');
  const metrics = createIngestionMetrics(registry, options.consumerLag ?? null);
  const identifiers = options.identifiers ?? {};
  const service = createTrackingService({
    queue: createAppendQueue({
      log,
      limits: { ...defaultLimits, gatherMs: gatherMs[database.engine], ...options.limits },
      measures: metrics,
      clock: () => performance.now(),
    }),
    writeKeys: createWriteKeys({ database, ttlMs: options.writeKeyTtlMs ?? 2_000, maxEntries: 10_000 }),
    deadLetters: createDeadLetters({ database, identifiers }),
    metrics,
    identifiers,
    clock: options.clock ?? Date.now,
    newId: options.newId ?? randomUUID,
    logger,
  });
  const server = createHttpServer({
    logger,
    metrics: registry,
    ready: { database: () => sql`select 1`.execute(database.db) },
  });
  await server.register((scope) => trackingRoutes(scope, service, logger));
  return {
    server,
    listen: (address) => server.listen(address),
    close: () => server.close(),
  };
}
