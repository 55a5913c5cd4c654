import { enableTenantSecurity } from '@customer360/postgres';
import { sql, type Kysely } from 'kysely';

/** How far each consumer is, what it could not work, and what commands were answered. */
export async function createConsumerTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table event_log.consumer_position (
    tenant_id text not null,
    consumer text not null,
    position bigint not null,
    primary key (tenant_id, consumer)
  ) with (fillfactor = 20)`.execute(db);
  await enableTenantSecurity(db, 'event_log.consumer_position');
  await sql`create table event_log.parked (
    tenant_id text not null,
    consumer text not null,
    position bigint not null,
    event_id uuid not null,
    attempts int not null,
    reason text not null,
    parked_at timestamptz not null default now(),
    retried_at_position bigint,
    primary key (tenant_id, consumer, position)
  )`.execute(db);
  await enableTenantSecurity(db, 'event_log.parked');
  await sql`create table event_log.answer (
    tenant_id text not null,
    position bigint not null,
    answer jsonb not null,
    primary key (tenant_id, position)
  )`.execute(db);
  await enableTenantSecurity(db, 'event_log.answer');
}
