import type { Database } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import { readLag, readPosition, findTenantsBehind, type ConsumerLag } from './consumer-position.ts';
import { createTenantConsumer } from './tenant-consumer.ts';
import type { EventLogDatabase } from './database.ts';
import type { EventLog, LogEntry, Position } from './event-log.ts';

export interface ConsumerOptions {
  readonly log: EventLog;
  // The handler names its own tables.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
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
  /**
   * Works entries in order, inside the transaction that also moves the position. It may be called again with the
   * same entries after a failure, whose writes are undone. It keeps no state of its own across calls unless it
   * notices when a call does not go on where the last one ended.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  handle(trx: Transaction<any>, tenantId: string, entries: readonly LogEntry[]): Promise<void>;
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

export interface Consumer {
  /** Resolves when the batch under way has ended; nothing is begun after the call. */
  stop(): Promise<void>;
  /** Resolves once that position is consumed; rejects after `timeoutMs`. */
  waitFor(tenantId: string, position: Position, timeoutMs: number): Promise<void>;
  /** How far each tenant's consumption is behind its log. */
  lag(): Promise<ConsumerLag[]>;
}

const WAIT_POLL_MS = 100;

/**
 * Consumes every tenant's accepted stream from the stored position on: tenants in parallel, each in order. The
 * position moves in the same transaction as the handler's writes, so that a crash loses nothing and doubles nothing.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
  const tables = options.database.as<EventLogDatabase>();
  const stopping = new AbortController();
  const progress = new Map<string, Position>();
  const onProgress = new Set<() => void>();
  const draining = new Map<string, Promise<void>>();
  let lookAgain: () => void = () => undefined;

  const work = createTenantConsumer({
    options,
    signal: stopping.signal,
    onConsumed(tenantId, position) {
      progress.set(tenantId, position);
      for (const look of onProgress) look();
    },
  });

  async function lookForWork(): Promise<void> {
    for (const { tenantId, position } of await findTenantsBehind(tables, options.name)) {
      if (draining.has(tenantId)) continue;
      const drained = work.drain(tenantId, position).finally(() => {
        draining.delete(tenantId);
        // An entry appended after the last look of the drain was nobody's until now.
        lookAgain();
      });
      draining.set(tenantId, drained);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const round = new AbortController();
      lookAgain = () => round.abort();
      stopping.signal.addEventListener('abort', lookAgain, { signal: round.signal });
      const more = options.log.waitForMore(options.pollMs ?? 1_000, round.signal);
      try {
        await lookForWork();
      } catch (error) {
        options.logger?.warn({ err: error, consumer: options.name }, 'consumer cannot look for work');
      }
      await more;
      round.abort();
    }
    await Promise.all(draining.values());
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
    async waitFor(tenantId, position, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      // Another process may be the one that consumes this tenant, so the stored position is looked at too.
      while ((progress.get(tenantId) ?? 0) < position) {
        const stored = await readPosition(tables, tenantId, options.name);
        if (stored >= position) return;
        if (performance.now() > deadline) {
          throw new Error(
            `${options.name} has not reached position ${position} of ${tenantId} within ${timeoutMs} ms`,
          );
        }
        await nextProgress();
      }
    },
    lag: () => readLag(tables, options.name),
  };

  function nextProgress(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => resolve();
    const timer = setTimeout(look, WAIT_POLL_MS);
    onProgress.add(look);
    return promise.finally(() => {
      clearTimeout(timer);
      onProgress.delete(look);
    });
  }
}
