import { enableTenantSecurity } from '@customer360/postgres';
import { sql, type Kysely } from 'kysely';

/** Files that hold the entries of months that left the database. */
export async function createArchive(db: Kysely<unknown>): Promise<void> {
  await sql`create table event_log.archive (
    tenant_id text not null,
    month text not null,
    first_position bigint not null,
    last_position bigint not null,
    entries int not null,
    file text not null,
    sha256 text not null,
    archived_at timestamptz not null default now(),
    primary key (tenant_id, month, first_position)
  )`.execute(db);
  await enableTenantSecurity(db, 'event_log.archive', ['select']);
}
