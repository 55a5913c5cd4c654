import type { AcceptedRow } from './database.ts';
import type { EntryKind, LogEntry } from './event-log.ts';

export type EntryRow = Omit<AcceptedRow, 'tenant_id' | 'original_timestamp' | 'sent_at' | 'mention_hashes'>;

export function toLogEntry(row: EntryRow): LogEntry {
  return {
    position: row.position,
    loggedAt: row.logged_at,
    eventId: row.event_id,
    sourceId: row.source_id,
    // Only `append` writes the column, and it takes an EntryKind.
    kind: row.kind as EntryKind,
    eventName: row.event_name,
    messageId: row.message_id,
    timestamp: row.timestamp,
    receivedAt: row.received_at,
    time: Math.min(row.timestamp, row.received_at, row.logged_at),
    identifiers: row.identifier_ids.map((id, rank) => ({ id, type: row.identifier_types[rank] ?? '' })),
    payload: row.payload,
    tombstonedBy: row.tombstoned_by,
  };
}
