import { enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

export const goldenMigrations: Migrations = {
  '20261124T2040-source-record': {
    async up(db) {
      await sql`
        create table profile.source_record (
          tenant_id text not null,
          attribution_id uuid not null,
          position bigint not null,
          event_id uuid not null,
          source_id text not null,
          message_id text not null,
          observed_at bigint not null,
          received_at bigint not null,
          traits jsonb not null,
          primary key (tenant_id, attribution_id, position)
        )`.execute(db);
      await enableTenantSecurity(db, 'profile.source_record');
    },
  },
  '20261124T2041-golden-record': {
    async up(db) {
      await sql`
        create table profile.golden_record (
          tenant_id text not null,
          profile_id uuid not null,
          traits jsonb not null,
          state jsonb not null,
          primary key (tenant_id, profile_id)
        )`.execute(db);
      await enableTenantSecurity(db, 'profile.golden_record');
    },
  },
};
