import type { AnyDatabase } from '@customer360/postgres';
import { sql, type RawBuilder } from 'kysely';
import { readArchived } from './archive-reader.ts';
import type { AcceptedRow } from './database.ts';
import type { LogEntry, Position } from './event-log.ts';
import { toLogEntry, type EntryRow } from './log-entry.ts';

/** What an entry needs: each column costs a microsecond a row to bring here. */
const entryColumns = sql`position, logged_at, received_at, "timestamp", event_id, tombstoned_by, source_id, kind,
  event_name, message_id, identifier_ids, identifier_types, payload`;

/** Entries of the accepted stream after a position, in order and without a gap; in a transaction of the tenant or in none. */
export async function readEntries(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  limit: number,
): Promise<readonly LogEntry[]> {
  const rows = await read<EntryRow>(entryColumns, { database, tenantId, after, limit });
  return rows.map(toLogEntry);
}

/** The same as they are stored. */
export function readRows(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  limit: number,
): Promise<readonly AcceptedRow[]> {
  return read<AcceptedRow>(sql`*`, { database, tenantId, after, limit });
}

interface Range {
  readonly database: AnyDatabase;
  readonly tenantId: string;
  readonly after: Position;
  readonly limit: number;
}

/**
 * Positions have no gaps, so what is missing before or between the rows found has been archived and is read from its
 * files.
 */
async function read<Row extends Pick<AcceptedRow, 'position'>>(
  columns: RawBuilder<unknown>,
  { database, tenantId, after, limit }: Range,
): Promise<readonly (Row | AcceptedRow)[]> {
  const { rows: live } = await sql<Row>`select ${columns}
    from event_log.read_accepted(${tenantId}, ${after}::int8, ${limit}::int4)`.execute(database.db);
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
