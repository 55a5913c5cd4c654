import type { ColumnType } from 'kysely';

/** Jsonb that is written as text and read parsed. */
type Json<T> = ColumnType<T, string, string>;

/** What one `identify` event said, attributed as its event. */
interface SourceRecordTable {
  tenant_id: string;
  /** Identifier or remainder. */
  attribution_id: string;
  position: number;
  event_id: string;
  source_id: string;
  message_id: string;
  /** Milliseconds since 1970 UTC, as all times here. */
  observed_at: number;
  received_at: number;
  traits: Json<Record<string, unknown>>;
}

/** Golden values of a profile, and what the survivorship rules remember of all its records. */
interface GoldenRecordTable {
  tenant_id: string;
  profile_id: string;
  /** Trait name to golden value, for filters and reads. */
  traits: Json<Record<string, unknown>>;
  /** Trait name to survivorship state. */
  state: Json<Record<string, unknown>>;
}

export interface GoldenTables {
  'profile.source_record': SourceRecordTable;
  'profile.golden_record': GoldenRecordTable;
}
