import { enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

export const consentMigrations: Migrations = {
  '20261124T2050-consent-statement': {
    async up(db) {
      await sql`
        create table profile.consent_statement (
          tenant_id text not null,
          position bigint not null,
          purpose text not null,
          event_id uuid not null,
          status text not null check (status in ('GRANTED', 'DENIED')),
          attribution_id uuid not null,
          list_key uuid,
          observed_at bigint not null,
          expires_at bigint,
          overrides bigint[] not null,
          primary key (tenant_id, position, purpose)
        )`.execute(db);
      await sql`
        create index consent_statement_attribution
        on profile.consent_statement (tenant_id, attribution_id)`.execute(db);
      await sql`
        create table profile.consent_pin (
          tenant_id text not null,
          attribution_id uuid not null,
          position bigint not null,
          purpose text not null,
          primary key (tenant_id, attribution_id, position, purpose)
        )`.execute(db);
      await sql`
        create index consent_pin_statement
        on profile.consent_pin (tenant_id, position, purpose)`.execute(db);
      await enableTenantSecurity(db, 'profile.consent_statement');
      await enableTenantSecurity(db, 'profile.consent_pin');
    },
  },
  '20261124T2051-consent': {
    async up(db) {
      await sql`
        create table profile.consent (
          tenant_id text not null,
          profile_id uuid not null,
          purpose text not null,
          status text not null check (status in ('GRANTED', 'DENIED')),
          expires_at bigint,
          updated_at bigint not null,
          primary key (tenant_id, profile_id, purpose)
        )`.execute(db);
      await enableTenantSecurity(db, 'profile.consent');
    },
  },
};
