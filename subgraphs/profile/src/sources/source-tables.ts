import type { EventLogDatabase } from '@customer360/event-log';

/** What ingestion keeps beside the log, which this subgraph serves. */
export type IngestionTables = Pick<
  EventLogDatabase,
  'ingestion.source' | 'ingestion.write_key' | 'ingestion.dead_letter'
>;
