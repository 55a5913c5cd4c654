import type { AnyDatabase } from '@customer360/postgres';
import { sql } from 'kysely';
import { readArchived } from './archive-reader.ts';
import type { AcceptedRow } from './database.ts';
import type { LogEntry, Position } from './event-log.ts';
import { toLogEntry } from './log-entry.ts';

/** Entries after a position, in order and without a gap. */
export async function readEntries(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  limit: number,
): Promise<readonly LogEntry[]> {
  return (await readRows(database, tenantId, after, limit)).map(toLogEntry);
}

/**
 * The same as they are stored. Positions have no gaps, so what is missing before or between the rows found has been
 * archived and is read from its files.
 */
export async function readRows(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  limit: number,
): Promise<readonly AcceptedRow[]> {
  const { rows: live } = await sql<AcceptedRow>`
    select * from event_log.read_accepted(${tenantId}, ${after}::int8, ${limit}::int4)`.execute(database.db);
  const last = live.at(-1);
  if (last && last.position === after + live.length) return live;
  const archived = await readArchived(database, tenantId, after, after + limit);
  const rows = [...live, ...archived].toSorted((a, b) => a.position - b.position).slice(0, limit);
  const gap = rows.findIndex((row, index) => row.position !== after + 1 + index);
  if (gap !== -1) {
    throw new Error(
      `Entry ${after + 1 + gap} of tenant ${tenantId} is neither in the database nor in its archives`,
    );
  }
  return rows;
}
