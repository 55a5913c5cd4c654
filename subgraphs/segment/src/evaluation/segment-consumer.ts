import {
  startResolvedConsumer,
  type BatchMeasure,
  type Consumer,
  type ConsumerLogger,
  type EventLog,
} from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { createOutbox } from '../activity/outbox.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { HoldTags } from '@customer360/redis';
import { Backfills } from './backfills.ts';
import { createSegmentHandler } from './segment-handler.ts';

/** Names the projection among consumers. */
export const SEGMENT_CONSUMER = 'segment';

/** Rules that time alone turns do so within this and the time of a transaction. */
const POLL_MS = 500;

export interface SegmentConsumerOptions {
  readonly log: EventLog;
  /** The event log's database, with the tables of `segmentMigrations`. */
  readonly database: AnyDatabase;
  readonly logger?: ConsumerLogger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Where it is told how far back-fills are; nowhere when left out. */
  readonly backfills?: Backfills;
  /** Holds what is cached of a change around its commit; nothing is held when left out. */
  readonly holdTags?: HoldTags;
  /** Events of a batch at most; 500 when left out. */
  readonly batchSize?: number;
  /** How often to look when no wake-up arrives and whether something is due, in milliseconds; 500 when left out. */
  readonly pollMs?: number;
  readonly onBatch?: (measure: BatchMeasure) => void;
}

/** Keeps every tenant's memberships up to date with the resolved stream, from where each stands. */
export function startSegmentConsumer(options: SegmentConsumerOptions): Consumer {
  const { log, database, logger, clock, pollMs = POLL_MS, backfills = new Backfills() } = options;
  const append = createOutbox({ log, database: database.as<SegmentDatabase>(), clock });

  /** What fails is committed and stays lined up: the next batch or the next idle moment tries again. */
  async function flush(tenantId: string): Promise<void> {
    try {
      await append(tenantId);
    } catch (error) {
      logger?.warn({ err: error, consumer: SEGMENT_CONSUMER, tenantId }, 'changes wait for the log');
    }
  }

  return startResolvedConsumer({
    ...options,
    name: SEGMENT_CONSUMER,
    pollMs,
    ...createSegmentHandler({
      database: database.as<SegmentDatabase>(),
      flush,
      clock,
      backfills,
      ...(options.holdTags === undefined ? {} : { holdTags: options.holdTags }),
    }),
  });
}
