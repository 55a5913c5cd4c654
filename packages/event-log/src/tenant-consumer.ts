import { isConnectionFailure } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import { lockPosition, movePosition, readPosition } from './consumer-position.ts';
import type { AfterTransaction, ConsumerOptions } from './consumer-options.ts';
import type { EventLogDatabase } from './database.ts';
import { createDrain } from './drain.ts';
import type { LogEntry, Position } from './event-log.ts';
import { OvertakenError } from './overtaken-error.ts';
import { parkEntry } from './parked.ts';
import { isMissingPartition } from './partitions.ts';
import { withRetries } from './retried-entries.ts';

interface Context {
  readonly options: ConsumerOptions;
  readonly signal: AbortSignal;
  readonly onConsumed: (progress: {
    readonly tenantId: string;
    readonly position: Position;
    readonly entries: number;
  }) => void;
}

/** Works a tenant's accepted stream to its end. */
export function createTenantConsumer({ options, signal, onConsumed }: Context) {
  const database = options.database.as<EventLogDatabase>();
  const batchSize = options.batchSize ?? 500;

  async function consume(tenantId: string, entries: readonly LogEntry[]): Promise<void> {
    const position = lastOf(entries).position;
    const handed = await withRetries(options.name, entries, (after, limit) =>
      options.log.read(tenantId, after, limit),
    );
    const later: { run?: AfterTransaction | void } = {};
    const work = async (trx: Transaction<EventLogDatabase>): Promise<void> => {
      const stored = await lockPosition(trx, tenantId, options.name);
      if (entries[0]?.position !== stored.position + 1) throw new OvertakenError();
      const open =
        stored.parked.size === 0 ? handed : handed.filter((entry) => !stored.parked.has(entry.position));
      if (open.length > 0) later.run = await options.handle(trx, tenantId, open);
      await movePosition(trx, tenantId, options.name, position);
    };
    try {
      await database.inTenant(tenantId, work);
    } finally {
      await later.run?.();
    }
    onConsumed({ tenantId, position, entries: entries.length });
  }

  async function park(tenantId: string, entry: LogEntry, error: unknown): Promise<void> {
    const attempts = options.maxAttempts ?? 3;
    await database.inTenant(tenantId, async (trx) => {
      const { position } = await lockPosition(trx, tenantId, options.name);
      if (entry.position !== position + 1) throw new OvertakenError();
      await parkEntry(trx, { tenantId, consumer: options.name, entry, attempts, error });
      await movePosition(trx, tenantId, options.name, entry.position);
    });
    onConsumed({ tenantId, position: entry.position, entries: 1 });
    options.logger?.error(
      { err: error, consumer: options.name, tenantId, position: entry.position, eventId: entry.eventId },
      'entry parked',
    );
  }

  return createDrain<LogEntry>({
    options,
    signal,
    read: (tenantId, after) => options.log.read(tenantId, after, batchSize),
    storedPosition: (tenantId) => readPosition(database, tenantId, options.name),
    consume,
    park,
    // A missing partition is late maintenance: entries wait for it, none is at fault.
    isInterruption: (error) => isConnectionFailure(error) || isMissingPartition(error),
  });
}

function lastOf(entries: readonly LogEntry[]): LogEntry {
  const last = entries.at(-1);
  if (!last) throw new RangeError('An empty batch');
  return last;
}
