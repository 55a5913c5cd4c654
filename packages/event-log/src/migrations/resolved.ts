import { enableTenantSecurity } from '@customer360/postgres';
import { sql, type Kysely } from 'kysely';

/** The resolved stream: one row per resolved entry; what changed with it is null when nothing did. */
export async function createResolvedStream(db: Kysely<unknown>): Promise<void> {
  await sql`create table event_log.resolved (
    tenant_id text not null,
    position bigint not null,
    logged_at bigint not null,
    event_id uuid not null,
    identifier_id uuid,
    profile_id uuid,
    changes jsonb,
    primary key (tenant_id, position, logged_at)
  ) partition by range (logged_at)`.execute(db);
  await enableTenantSecurity(db, 'event_log.resolved');
}
