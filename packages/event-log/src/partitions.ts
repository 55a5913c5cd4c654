import type { AnyDatabase } from '@customer360/postgres';
import { sql } from 'kysely';
import { monthsBetween, monthOf, startOf, type Month } from './months.ts';

export type PartitionedTable = 'accepted' | 'resolved';

const PARTITION_LOCK = 4_360_003;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** An entry's month has no partition: maintenance is late. Nothing of the batch was written. */
export class MissingPartitionError extends Error {
  override readonly name = 'MissingPartitionError';
  readonly month: Month;

  constructor(month: Month, options?: ErrorOptions) {
    super(
      `The event log has no partition for ${month}; run the maintenance that makes partitions ahead`,
      options,
    );
    this.month = month;
  }
}

/**
 * Makes the partitions from the month before `now` to `monthsAhead` months after it (3), and those since `from`.
 * Safe to run at any time and by several processes; returns the months it made.
 */
export async function ensurePartitions(
  database: AnyDatabase,
  options: { readonly monthsAhead?: number; readonly now?: number; readonly from?: number } = {},
): Promise<Month[]> {
  const now = options.now ?? Date.now();
  const first = Math.min(startOf(monthOf(now), -1), options.from ?? Infinity);
  const wanted = monthsBetween(first, startOf(monthOf(now), options.monthsAhead ?? 3));
  const missing = await findMissing(database, wanted);
  if (missing.length === 0) return [];
  await database.asSystem(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(PARTITION_LOCK)})`.execute(trx);
    for (const month of missing) {
      for (const table of ['accepted', 'resolved'] as const) {
        await sql`create table if not exists ${sql.table(`event_log.${partitionName(table, month)}`)}
          partition of ${sql.table(`event_log.${table}`)}
          for values from (${sql.lit(startOf(month))}) to (${sql.lit(startOf(month, 1))})`.execute(trx);
      }
    }
  });
  return missing;
}

/**
 * Makes partitions ahead once a day until the returned function is called. A failure goes to `onError`; the next day
 * tries again, long before the last partition is full.
 */
export function keepPartitionsAhead(database: AnyDatabase, onError: (error: unknown) => void): () => void {
  const upkeep = setInterval(() => void ensurePartitions(database).catch(onError), DAY_MS);
  return () => clearInterval(upkeep);
}

/** Months that have a partition of the table, in order. */
export async function listPartitions(database: AnyDatabase, table: PartitionedTable): Promise<Month[]> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${`event_log.${table}`}::regclass order by 1`.execute(database.db);
  return rows.map(({ name }) => name.slice(table.length + 1).replace('_', '-'));
}

export function partitionName(table: PartitionedTable, month: Month): string {
  return `${table}_${month.replace('-', '_')}`;
}

async function findMissing(database: AnyDatabase, wanted: readonly Month[]): Promise<Month[]> {
  const accepted = new Set(await listPartitions(database, 'accepted'));
  const resolved = new Set(await listPartitions(database, 'resolved'));
  return wanted.filter((month) => !accepted.has(month) || !resolved.has(month));
}

/** True when an insert found no partition for a row. */
export function isMissingPartition(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === '23514' &&
    error.message.startsWith('no partition ')
  );
}

/**
 * Turns such an error into one that names the first month that is missing for `times`; row-level security keeps
 * PostgreSQL from saying it. Any other error is returned as it is.
 */
export async function nameMissingMonth(
  database: AnyDatabase,
  table: PartitionedTable,
  times: readonly number[],
  error: unknown,
): Promise<unknown> {
  if (!isMissingPartition(error)) return error;
  const present = new Set(await listPartitions(database, table));
  const month = [...new Set(times.map(monthOf))].toSorted().find((candidate) => !present.has(candidate));
  return month === undefined ? error : new MissingPartitionError(month, { cause: error });
}
