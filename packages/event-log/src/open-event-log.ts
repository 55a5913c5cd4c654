import {
  migrate,
  openDatabase,
  type AnyDatabase,
  type DatabaseConfig,
  type Migrations,
} from '@customer360/postgres';
import { eventLogMigrations } from './migrations/index.ts';
import { ensurePartitions, keepPartitionsAhead } from './partitions.ts';
import { createEventLog, type PostgresEventLog } from './postgres-event-log.ts';

/** The event log of a process that owns its connections. */
export interface OpenedEventLog {
  /** Also has the tables of `migrations`. */
  readonly database: AnyDatabase;
  readonly log: PostgresEventLog;
  /** Ends the upkeep, closes the log, then the database. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a database, makes what is missing of the log's tables, of those of `migrations` and of the partitions, and makes
 * partitions ahead once a day; a failure of that goes to `onUpkeepError`. Nothing stays open when it throws.
 */
export async function openEventLog(options: {
  readonly database: DatabaseConfig;
  readonly migrations?: Migrations;
  readonly onUpkeepError: (error: unknown) => void;
}): Promise<OpenedEventLog> {
  await using opening = new AsyncDisposableStack();
  const database: AnyDatabase = await openDatabase(options.database);
  opening.defer(() => database.close());
  await migrate(database, { ...eventLogMigrations, ...options.migrations });
  await ensurePartitions(database);
  const log = createEventLog(database);
  opening.defer(() => log.close());
  opening.defer(keepPartitionsAhead(database, options.onUpkeepError));
  const opened = opening.move();
  return { database, log, close: () => opened.disposeAsync() };
}
