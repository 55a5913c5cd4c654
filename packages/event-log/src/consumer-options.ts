import type { AnyDatabase, AnyTransaction } from '@customer360/postgres';
import type { EventLog, LogEntry } from './event-log.ts';

/** How a consumer of either stream is run. */
export interface RunOptions {
  /** Names the position that is kept; unique among consumers. */
  readonly name: string;
  /** Entries handed over at once at most; 500 when left out. */
  readonly batchSize?: number;
  /** How often one entry is tried before it is parked; 3 when left out. */
  readonly maxAttempts?: number;
  /** Milliseconds between attempts, doubled each time; 100 when left out. */
  readonly retryDelayMs?: number;
  /** How often to look when no wake-up arrives, in milliseconds; 1,000 when left out. */
  readonly pollMs?: number;
  readonly logger?: ConsumerLogger;
  /** Told of every batch that was worked. */
  readonly onBatch?: (measure: BatchMeasure) => void;
}

/** Ends what a handler began beside the database. */
export type AfterTransaction = () => Promise<void>;

export interface ConsumerOptions extends RunOptions {
  readonly log: EventLog;
  readonly database: AnyDatabase;
  /**
   * Works entries in order, inside the transaction that also moves the position. It may be called again with the
   * same entries after a failure, whose writes are undone. It keeps no state of its own across calls unless it
   * notices when a call does not go on where the last one ended. What it answers runs once the transaction has ended,
   * committed or not.
   */
  handle(
    trx: AnyTransaction,
    tenantId: string,
    entries: readonly LogEntry[],
  ): Promise<AfterTransaction | void>;
  /** Told when what `handle` wrote can be read by others. */
  readonly onCommit?: (tenantId: string) => void;
}

/** The part of a pino logger that is used. */
export interface ConsumerLogger {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface BatchMeasure {
  readonly consumer: string;
  readonly tenantId: string;
  readonly entries: number;
  readonly parked: number;
  readonly milliseconds: number;
}
