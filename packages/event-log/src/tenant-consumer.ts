import { isConcurrencyFailure, isConnectionFailure } from '@customer360/postgres';
import { lockPosition, movePosition, readPosition } from './consumer-position.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import type { EventLogDatabase } from './database.ts';
import type { LogEntry, Position } from './event-log.ts';
import { parkEntry, readRetry } from './parked.ts';
import { isMissingPartition } from './partitions.ts';

const LONGEST_PAUSE_MS = 5_000;

/** Another process worked this tenant in the meantime: what was read is not next any more. */
class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

interface Context {
  readonly options: ConsumerOptions;
  readonly signal: AbortSignal;
  onConsumed(progress: {
    readonly tenantId: string;
    readonly position: Position;
    readonly entries: number;
  }): void;
}

export function createTenantConsumer(context: Context) {
  const { options, signal } = context;
  const database = options.database.as<EventLogDatabase>();
  const batchSize = options.batchSize ?? 500;
  const maxAttempts = options.maxAttempts ?? 3;

  /** Works a tenant's log until its end; a lost connection is waited for without end. */
  async function drain(tenantId: string, from: Position): Promise<void> {
    let position = from;
    let next = read(tenantId, position);
    for (let failures = 0; !signal.aborted;) {
      try {
        const entries = await next;
        const last = entries.at(-1);
        if (!last) return;
        // The next batch is read while this one is worked.
        next = read(tenantId, last.position);
        await workBatch(tenantId, entries);
        position = last.position;
        failures = 0;
      } catch (error) {
        if (!(error instanceof OvertakenError)) {
          failures += 1;
          options.logger?.warn(
            { err: error, consumer: options.name, tenantId, position, failures },
            'consumer interrupted, goes on from its stored position',
          );
          await pause(failures);
        }
        next = readFromStored(tenantId);
      }
    }
    await next.catch(() => undefined);
  }

  function read(tenantId: string, after: Position): Promise<readonly LogEntry[]> {
    const entries = options.log.read(tenantId, after, batchSize);
    // Awaited later: a failure until then is not yet unhandled.
    entries.catch(() => undefined);
    return entries;
  }

  async function readFromStored(tenantId: string): Promise<readonly LogEntry[]> {
    return options.log.read(tenantId, await readPosition(database, tenantId, options.name), batchSize);
  }

  async function workBatch(tenantId: string, entries: readonly LogEntry[]): Promise<void> {
    const start = performance.now();
    const parked = await workOrSplit(tenantId, entries);
    const milliseconds = performance.now() - start;
    options.onBatch?.({ consumer: options.name, tenantId, entries: entries.length, parked, milliseconds });
  }

  /** Halves what fails until the entry that cannot be worked stands alone. Returns how many were parked. */
  async function workOrSplit(tenantId: string, entries: readonly LogEntry[]): Promise<number> {
    try {
      await tryTwice(() => consume(tenantId, entries));
      return 0;
    } catch (error) {
      if (isInterruption(error)) throw error;
      const [only] = entries;
      if (only && entries.length === 1) return workAlone(tenantId, only, error);
      const middle = Math.ceil(entries.length / 2);
      const first = await workOrSplit(tenantId, entries.slice(0, middle));
      return first + (await workOrSplit(tenantId, entries.slice(middle)));
    }
  }

  async function workAlone(tenantId: string, entry: LogEntry, firstError: unknown): Promise<number> {
    let error = firstError;
    for (let attempts = 1; attempts < maxAttempts; attempts += 1) {
      await pause(attempts);
      try {
        await consume(tenantId, [entry]);
        return 0;
      } catch (again) {
        if (isInterruption(again)) throw again;
        error = again;
      }
    }
    await park(tenantId, entry, error);
    return 1;
  }

  /** A deadlock or a lock that took too long says nothing of the entries. */
  async function tryTwice(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isConcurrencyFailure(error)) throw error;
      await work();
    }
  }

  async function consume(tenantId: string, entries: readonly LogEntry[]): Promise<void> {
    const last = lastOf(entries);
    const handed = await withRetries(tenantId, entries);
    await database.inTenant(tenantId, async (trx) => {
      const { position, parked } = await lockPosition(trx, tenantId, options.name);
      if (entries[0]?.position !== position + 1) throw new OvertakenError();
      const open = parked.size === 0 ? handed : handed.filter((entry) => !parked.has(entry.position));
      if (open.length > 0) await options.handle(trx, tenantId, open);
      await movePosition(trx, tenantId, options.name, last.position);
    });
    context.onConsumed({ tenantId, position: last.position, entries: entries.length });
  }

  /** A retry of this consumer stands for the content of the entry it names, at its own place and time. */
  async function withRetries(tenantId: string, entries: readonly LogEntry[]): Promise<readonly LogEntry[]> {
    if (entries.every(({ kind }) => kind !== 'retry')) return entries;
    return Promise.all(
      entries.map(async (entry) => {
        const retry = readRetry(entry);
        if (retry?.consumer !== options.name) return entry;
        const [named] = await options.log.read(tenantId, retry.retryOf - 1, 1);
        if (!named) throw new Error(`Retry ${entry.position} names the missing entry ${retry.retryOf}`);
        const { position, loggedAt } = entry;
        return { ...named, position, loggedAt, time: Math.min(named.timestamp, named.receivedAt, loggedAt) };
      }),
    );
  }

  async function park(tenantId: string, entry: LogEntry, error: unknown): Promise<void> {
    await database.inTenant(tenantId, async (trx) => {
      const { position } = await lockPosition(trx, tenantId, options.name);
      if (entry.position !== position + 1) throw new OvertakenError();
      await parkEntry(trx, { tenantId, consumer: options.name, entry, attempts: maxAttempts, error });
      await movePosition(trx, tenantId, options.name, entry.position);
    });
    context.onConsumed({ tenantId, position: entry.position, entries: 1 });
    options.logger?.error(
      { err: error, consumer: options.name, tenantId, position: entry.position, eventId: entry.eventId },
      'entry parked',
    );
  }

  function isInterruption(error: unknown): boolean {
    // A missing partition is late maintenance: entries wait for it, none is at fault.
    return (
      error instanceof OvertakenError ||
      isConnectionFailure(error) ||
      isMissingPartition(error) ||
      signal.aborted
    );
  }

  async function pause(failures: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const timer = setTimeout(
      end,
      Math.min((options.retryDelayMs ?? 100) * 2 ** (failures - 1), LONGEST_PAUSE_MS),
    );
    signal.addEventListener('abort', end);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }

  return { drain };
}

function lastOf(entries: readonly LogEntry[]): LogEntry {
  const last = entries.at(-1);
  if (!last) throw new RangeError('An empty batch');
  return last;
}
