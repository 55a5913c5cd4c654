import { createTenantSchema, enableTenantSecurity } from '@customer360/postgres';
import { sql, type Kysely } from 'kysely';

/** Sources, their write keys, and what the door refused. */
export async function createIngestionTables(db: Kysely<unknown>): Promise<void> {
  await createTenantSchema(db, 'ingestion');
  await sql`create table ingestion.source (
    tenant_id text not null,
    id text not null,
    name text not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id)
  )`.execute(db);
  await enableTenantSecurity(db, 'ingestion.source');
  await sql`create table ingestion.write_key (
    tenant_id text not null,
    id uuid not null,
    source_id text not null,
    key_hash bytea not null unique,
    hint text not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, source_id) references ingestion.source
  )`.execute(db);
  await enableTenantSecurity(db, 'ingestion.write_key');
  await sql`create table ingestion.dead_letter (
    tenant_id text not null,
    id uuid not null,
    source_id text not null,
    message_id text,
    reason text not null,
    field text,
    message text not null,
    received_at timestamptz not null,
    payload text,
    mention_hashes uuid[],
    primary key (tenant_id, id)
  )`.execute(db);
  await sql`create index dead_letter_newest on ingestion.dead_letter (tenant_id, received_at desc, id)`.execute(
    db,
  );
  await sql`create index dead_letter_mentions on ingestion.dead_letter using gin (mention_hashes)
    where mention_hashes is not null`.execute(db);
  await enableTenantSecurity(db, 'ingestion.dead_letter');

  // The door knows a key before it knows the tenant.
  await sql`create function ingestion.find_write_key(hash bytea)
    returns table (tenant_id text, source_id text, revoked boolean)
    language plpgsql security definer set search_path = pg_catalog
    as $$
    #variable_conflict use_column
    declare
      before text := coalesce(current_setting('app.system', true), '');
    begin
      perform set_config('app.system', 'on', true);
      return query select k.tenant_id, k.source_id, k.revoked_at is not null
        from ingestion.write_key k where k.key_hash = hash;
      perform set_config('app.system', before, true);
    end $$`.execute(db);
  await sql`revoke all on function ingestion.find_write_key(bytea) from public`.execute(db);
  await sql`grant execute on function ingestion.find_write_key(bytea) to c360_app`.execute(db);
}
