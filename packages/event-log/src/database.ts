import type { ColumnType, Generated } from 'kysely';

type Written<T> = ColumnType<T, T, T>;

/** Tables of the schemas `event_log` and `ingestion`. Times are milliseconds unless they are dates. */
export interface EventLogDatabase {
  'event_log.tenant': { tenant_id: string; name: string; created_at: Generated<Date> };
  'event_log.tenant_key': {
    tenant_id: string;
    name: KeyName;
    secret: Uint8Array | null;
    destroyed_at: Date | null;
  };
  'event_log.head': { tenant_id: string; position: number; logged_at: number };
  'event_log.identifier_value': {
    tenant_id: string;
    id: string;
    type: string;
    value_hash: string;
    value: string | null;
  };
  'event_log.uniqueness': {
    tenant_id: string;
    event_id: string;
    content_hash: string | null;
    position: number | null;
  };
  'event_log.accepted': AcceptedRow;
  'event_log.consumer_position': { tenant_id: string; consumer: string; position: number };
  'event_log.parked': {
    tenant_id: string;
    consumer: string;
    position: number;
    event_id: string;
    attempts: number;
    reason: string;
    parked_at: Generated<Date>;
    retried_at_position: number | null;
  };
  'event_log.answer': { tenant_id: string; position: number; answer: Written<unknown> };
  'event_log.resolved': {
    tenant_id: string;
    position: number;
    logged_at: number;
    event_id: string;
    identifier_id: string | null;
    profile_id: string | null;
    changes: Written<unknown>;
  };
  'event_log.archive': {
    tenant_id: string;
    month: string;
    first_position: number;
    last_position: number;
    entries: number;
    file: string;
    sha256: string;
    archived_at: Generated<Date>;
  };
  'ingestion.source': { tenant_id: string; id: string; name: string; created_at: Generated<Date> };
  'ingestion.write_key': {
    tenant_id: string;
    id: string;
    source_id: string;
    key_hash: Uint8Array;
    hint: string;
    created_at: Generated<Date>;
    revoked_at: Date | null;
  };
  'ingestion.dead_letter': {
    tenant_id: string;
    id: string;
    source_id: string;
    message_id: string | null;
    reason: string;
    field: string | null;
    message: string;
    received_at: Date;
    payload: string | null;
    mention_hashes: string[] | null;
  };
}

export type KeyName = 'ids' | 'values' | 'content' | 'consent';

export interface AcceptedRow {
  tenant_id: string;
  position: number;
  logged_at: number;
  received_at: number;
  timestamp: number;
  original_timestamp: number | null;
  sent_at: number | null;
  event_id: string;
  tombstoned_by: string | null;
  source_id: string;
  kind: string;
  event_name: string | null;
  message_id: string | null;
  identifier_ids: string[];
  identifier_types: string[];
  mention_hashes: string[] | null;
  payload: string | null;
}
