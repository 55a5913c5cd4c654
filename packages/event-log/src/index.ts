export type { EventLogDatabase } from './database.ts';
export type {
  AppendResult,
  ConsentChange,
  EntryKind,
  EventLog,
  IdentifierValue,
  LogEntry,
  LoggedIdentifier,
  NewEntry,
  Position,
  Reattribution,
  Resolution,
  ResolvedEvent,
  SetChange,
  TrackingKind,
  TraitChange,
  Watermark,
} from './event-log.ts';
export { forgetKeyedIds, loadKeyedIds, type KeyedIds } from './keyed-ids.ts';
export { eventLogMigrations } from './migrations/index.ts';
export { ensurePartitions, listPartitions, MissingPartitionError } from './partitions.ts';
export {
  createEventLog,
  type AppendMeasure,
  type EventLogOptions,
  type PostgresEventLog,
} from './postgres-event-log.ts';
export { createTenant, listTenants } from './tenants.ts';
