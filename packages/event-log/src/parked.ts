import type { AnyDatabase } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { AppendResult, EventLog, LogEntry, NewEntry, Position } from './event-log.ts';
import { ownEntry } from './own-entry.ts';

/** An entry that a consumer could not work. It stays parked, also in a replay; a retry is a new entry. */
export interface ParkedEntry {
  readonly position: Position;
  readonly eventId: string;
  readonly attempts: number;
  /** What went wrong, without values. */
  readonly reason: string;
  readonly parkedAt: Date;
  /** Where the last retry was appended; null before the first. */
  readonly retriedAtPosition: Position | null;
}

/** What the payload of an entry of kind `retry` says. */
export interface Retry {
  readonly consumer: string;
  /** The entry whose content is to be worked, never itself a retry. */
  readonly retryOf: Position;
}

const RETRY_SOURCE = 'internal:retry';

export async function parkEntry(
  trx: Transaction<EventLogDatabase>,
  parking: {
    readonly tenantId: string;
    readonly consumer: string;
    readonly entry: LogEntry;
    readonly attempts: number;
    readonly error: unknown;
  },
): Promise<void> {
  const { tenantId, consumer, entry, attempts, error } = parking;
  await trx
    .insertInto('event_log.parked')
    .values({
      tenant_id: tenantId,
      consumer,
      position: entry.position,
      event_id: entry.eventId,
      attempts,
      reason: describe(error),
      retried_at_position: null,
    })
    .onConflict((conflict) => conflict.constraint('parked_pkey').doNothing())
    .execute();
}

export async function listParked(
  database: AnyDatabase,
  tenantId: string,
  consumer: string,
): Promise<ParkedEntry[]> {
  return database
    .as<EventLogDatabase>()
    .inTenant(tenantId, (trx) =>
      trx
        .selectFrom('event_log.parked')
        .select([
          'position',
          'event_id as eventId',
          'attempts',
          'reason',
          'parked_at as parkedAt',
          'retried_at_position as retriedAtPosition',
        ])
        .where('tenant_id', '=', tenantId)
        .where('consumer', '=', consumer)
        .orderBy('position')
        .execute(),
    );
}

/** Appends an entry that makes the consumer work a parked one's content again, at the new position. */
export async function retryParked(parked: {
  readonly log: EventLog;
  readonly database: AnyDatabase;
  readonly tenantId: string;
  readonly consumer: string;
  readonly position: Position;
}): Promise<AppendResult> {
  const { log, database, tenantId, consumer, position } = parked;
  const known = (await listParked(database, tenantId, consumer)).find((entry) => entry.position === position);
  if (!known) throw new Error(`Consumer ${consumer} has no parked entry at position ${position}`);
  const [entry] = await log.read(tenantId, position - 1, 1);
  if (!entry) throw new Error(`The log has no entry at position ${position}`);
  const retryOf = readRetry(entry)?.retryOf ?? position;
  const attempt = known.retriedAtPosition ?? position;
  const [result] = await log.append(tenantId, [
    retryEntry({ consumer, retryOf }, `${consumer}:${position}:${attempt}`),
  ]);
  if (!result) throw new Error('The append gave no answer');
  if (result.status === 'conflict') return result;
  await database
    .as<EventLogDatabase>()
    .inTenant(tenantId, (trx) =>
      trx
        .updateTable('event_log.parked')
        .set({ retried_at_position: result.position })
        .where('tenant_id', '=', tenantId)
        .where('consumer', '=', consumer)
        .where('position', '=', position)
        .execute(),
    );
  return result;
}

/** Null for an entry that is no retry. */
export function readRetry(entry: LogEntry): Retry | null {
  // Only `retryParked` appends entries of this kind.
  return entry.kind === 'retry' && entry.payload !== null ? (JSON.parse(entry.payload) as Retry) : null;
}

function retryEntry(retry: Retry, messageId: string): NewEntry {
  const payload = JSON.stringify(retry);
  return ownEntry({ sourceId: RETRY_SOURCE, messageId, kind: 'retry', payload }, Date.now());
}

/** Name, code and text of an error; what stands in quotes may be someone's value and is left out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown error';
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const text = error.message.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"').slice(0, 300);
  return `${error.name}${code}: ${text}`;
}
