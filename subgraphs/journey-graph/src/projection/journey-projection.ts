import {
  loadKeyedIds,
  startResolvedConsumer,
  type BatchMeasure,
  type Consumer,
  type ConsumerLogger,
  type EventLog,
  type Position,
} from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import type { NormaliseOptions } from '@customer360/tracking';
import { isStoreInterruption } from '../store/arango-failures.ts';
import type { GraphDatabase } from '../store/connection.ts';
import { createIdentifierDirectory } from './identifier-directory.ts';
import { createProjectionHandler } from './projection-handler.ts';

/** Names the projection among consumers. */
export const JOURNEY_CONSUMER = 'journey-graph';

/** Events of a batch at most: a rebuild fills it, what comes in live is less. */
const BATCH_SIZE = 2_000;

export interface JourneyProjectionOptions {
  readonly log: EventLog;
  /** The event log's database. */
  readonly database: AnyDatabase;
  readonly db: GraphDatabase;
  readonly logger?: ConsumerLogger;
  /** How ingestion reads identifiers; its defaults when left out. */
  readonly identifiers?: NormaliseOptions;
  /** Events of a batch at most; 2,000 when left out. */
  readonly batchSize?: number;
  /** How often to look when no wake-up arrives, in milliseconds; 1,000 when left out. */
  readonly pollMs?: number;
  readonly onBatch?: (measure: BatchMeasure) => void;
  /** Told after each batch. */
  readonly onProgress?: (progress: JourneyProgress) => void;
}

/** How far a tenant's graph has come. */
export interface JourneyProgress {
  readonly tenantId: string;
  readonly position: Position;
  /** How far its log is resolved. */
  readonly through: Position;
}

/** Keeps the journey graph of every tenant up to date with the resolved stream, from where each stands. */
export function startJourneyProjection(options: JourneyProjectionOptions): Consumer {
  const { log, database, db, onProgress, batchSize = BATCH_SIZE, logger, pollMs, onBatch } = options;
  const handler = createProjectionHandler({
    db,
    directory: createIdentifierDirectory(database),
    identifiers: options.identifiers ?? {},
    async logOf(tenantId) {
      const ids = await loadKeyedIds(database, tenantId);
      return { id: ids.of('journey-graph'), through: (await log.head(tenantId)).through };
    },
  });
  return startResolvedConsumer({
    log,
    database,
    name: JOURNEY_CONSUMER,
    batchSize,
    ...(logger === undefined ? {} : { logger }),
    ...(pollMs === undefined ? {} : { pollMs }),
    ...(onBatch === undefined ? {} : { onBatch }),
    position: (tenantId) => handler.position(tenantId),
    park: (tenantId, event, error) => handler.park(tenantId, event, error),
    isInterruption: isStoreInterruption,
    async handle(tenantId, events, watermark, after) {
      const answer = await handler.handle(tenantId, events, watermark, after);
      const position = events.at(-1)?.position ?? after;
      if (answer === undefined) onProgress?.({ tenantId, position, through: watermark.through });
      return answer;
    },
  });
}
