import { enableTenantSecurity } from '@customer360/postgres';
import { sql, type Kysely } from 'kysely';

/**
 * The accepted stream. Times are whole milliseconds as bigint: they are compared and replayed to the millisecond,
 * and a partition's bounds then need no time zone. Personal values stand in `payload` and `identifier_value` only;
 * everything that an erasure takes away can be null.
 */
export async function createAcceptedStream(db: Kysely<unknown>): Promise<void> {
  await sql`create table event_log.head (
    tenant_id text primary key references event_log.tenant,
    position bigint not null,
    logged_at bigint not null
  ) with (fillfactor = 20)`.execute(db);
  await enableTenantSecurity(db, 'event_log.head', ['select', 'update']);

  await sql`create table event_log.identifier_value (
    tenant_id text not null,
    id uuid not null,
    type text not null,
    value_hash uuid not null,
    value text,
    constraint identifier_value_key primary key (tenant_id, id),
    constraint identifier_value_hash_key unique (tenant_id, value_hash)
  )`.execute(db);
  await enableTenantSecurity(db, 'event_log.identifier_value', ['select', 'insert']);

  await sql`create table event_log.uniqueness (
    tenant_id text not null,
    event_id uuid not null,
    content_hash uuid,
    position bigint,
    constraint uniqueness_key primary key (tenant_id, event_id)
  ) partition by hash (tenant_id)`.execute(db);
  for (const part of [0, 1, 2, 3, 4, 5, 6, 7]) {
    await sql`create table ${sql.table(`event_log.uniqueness_${part}`)} partition of event_log.uniqueness
      for values with (modulus 8, remainder ${sql.lit(part)})`.execute(db);
  }
  await enableTenantSecurity(db, 'event_log.uniqueness', ['select', 'insert']);

  await sql`create table event_log.accepted (
    tenant_id text not null,
    position bigint not null,
    logged_at bigint not null,
    received_at bigint not null,
    "timestamp" bigint not null,
    original_timestamp bigint,
    sent_at bigint,
    event_id uuid not null,
    tombstoned_by uuid,
    source_id text not null,
    kind text not null,
    event_name text,
    message_id text,
    identifier_ids uuid[] not null,
    identifier_types text[] not null,
    mention_hashes uuid[],
    payload text,
    constraint accepted_key primary key (tenant_id, position, received_at)
  ) partition by range (received_at)`.execute(db);
  await sql`create index accepted_mentions on event_log.accepted using gin (mention_hashes)
    where mention_hashes is not null`.execute(db);
  await enableTenantSecurity(db, 'event_log.accepted', ['select', 'insert']);
}
