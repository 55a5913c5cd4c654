import { createTenantSchema, enableTenantSecurity } from '@customer360/postgres';
import { sql, type Kysely } from 'kysely';

/** Tenants and their keys. A key is destroyed by clearing its secret; what was hashed under it stays unreadable. */
export async function createTenantTables(db: Kysely<unknown>): Promise<void> {
  await createTenantSchema(db, 'event_log');
  await sql`create table event_log.tenant (
    tenant_id text primary key,
    name text not null,
    created_at timestamptz not null default now()
  )`.execute(db);
  await enableTenantSecurity(db, 'event_log.tenant', ['select']);
  await sql`create table event_log.tenant_key (
    tenant_id text not null references event_log.tenant,
    name text not null check (name in ('ids', 'values', 'content', 'consent')),
    secret bytea,
    destroyed_at timestamptz,
    primary key (tenant_id, name),
    check ((secret is null) = (destroyed_at is not null))
  )`.execute(db);
  await enableTenantSecurity(db, 'event_log.tenant_key', ['select']);
}
