import { createTenantSchema, enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

/** Tables of identity resolution; their columns are described in `database.ts`. */
export const identityMigrations: Migrations = {
  '20261124T2030-profile-schema': {
    async up(db) {
      await createTenantSchema(db, 'profile');
      await sql`create extension if not exists vector`.execute(db);
    },
  },
  '20261124T2031-identifier': {
    async up(db) {
      await sql`
        create table profile.identifier (
          tenant_id text not null,
          id uuid not null,
          type text not null,
          birth_position bigint not null,
          birth_rank integer not null,
          birth_event_id uuid not null,
          first_seen_at bigint not null,
          own_profile_id uuid not null,
          profile_id uuid not null,
          blocked text check (blocked in ('OPERATOR', 'PATTERN', 'AUTO')),
          operator text check (operator in ('BLOCKED', 'ALLOWED')),
          pattern_blocked boolean not null,
          user_ids uuid[] not null,
          seen_with uuid,
          closed_from bigint,
          remainder_id uuid not null,
          remainder_profile_id uuid not null,
          alias_position bigint,
          alias_since bigint,
          primary key (tenant_id, id)
        )`.execute(db);
      await sql`create index identifier_profile on profile.identifier (tenant_id, profile_id)`.execute(db);
      await sql`
        create unique index identifier_own_profile
        on profile.identifier (tenant_id, own_profile_id)`.execute(db);
      await sql`
        create unique index identifier_remainder_profile
        on profile.identifier (tenant_id, remainder_profile_id) where closed_from is not null`.execute(db);
      await enableTenantSecurity(db, 'profile.identifier');
    },
  },
  '20261124T2032-profile': {
    async up(db) {
      await sql`
        create table profile.profile (
          tenant_id text not null,
          id uuid not null,
          founder_id uuid not null,
          quarantined boolean not null,
          remainder boolean not null,
          identifiers integer not null,
          first_seen_at bigint not null,
          last_seen_at bigint not null,
          has_events boolean not null,
          primary key (tenant_id, id)
        )`.execute(db);
      await sql`
        create index profile_last_seen
        on profile.profile (tenant_id, last_seen_at, id) where not quarantined`.execute(db);
      await sql`
        create index profile_first_seen
        on profile.profile (tenant_id, first_seen_at, id) where not quarantined`.execute(db);
      await enableTenantSecurity(db, 'profile.profile');
    },
  },
  '20261124T2033-observation': {
    async up(db) {
      await sql`
        create table profile.identifier_list (
          tenant_id text not null,
          list_key uuid not null,
          identifier_ids uuid[] not null,
          primary key (tenant_id, list_key)
        )`.execute(db);
      await sql`
        create table profile.identifier_list_member (
          tenant_id text not null,
          identifier_id uuid not null,
          list_key uuid not null,
          primary key (tenant_id, identifier_id, list_key)
        )`.execute(db);
      await sql`
        create table profile.observation (
          tenant_id text not null,
          list_key uuid not null,
          time bigint not null,
          position bigint not null,
          event_id uuid not null,
          primary key (tenant_id, list_key, time, position)
        )`.execute(db);
      await enableTenantSecurity(db, 'profile.identifier_list');
      await enableTenantSecurity(db, 'profile.identifier_list_member');
      await enableTenantSecurity(db, 'profile.observation');
    },
  },
  '20261124T2034-constraint': {
    async up(db) {
      await sql`
        create table profile.operator_decision (
          tenant_id text not null,
          identifier_id uuid not null,
          decision text not null check (decision in ('BLOCKED', 'ALLOWED')),
          position bigint not null,
          primary key (tenant_id, identifier_id)
        )`.execute(db);
      await sql`
        create table profile.keep_apart (
          tenant_id text not null,
          a uuid not null,
          b uuid not null,
          position bigint not null,
          primary key (tenant_id, a, b),
          check (a < b)
        )`.execute(db);
      await sql`create index keep_apart_b on profile.keep_apart (tenant_id, b)`.execute(db);
      await sql`
        create table profile.merge (
          tenant_id text not null,
          position bigint not null,
          event_id uuid not null,
          time bigint not null,
          a uuid not null,
          b uuid not null,
          revoked_at bigint,
          primary key (tenant_id, position)
        )`.execute(db);
      await sql`create index merge_a on profile.merge (tenant_id, a)`.execute(db);
      await sql`create index merge_b on profile.merge (tenant_id, b)`.execute(db);
      await enableTenantSecurity(db, 'profile.operator_decision');
      await enableTenantSecurity(db, 'profile.keep_apart');
      await enableTenantSecurity(db, 'profile.merge');
    },
  },
  '20261124T2035-merge-record': {
    async up(db) {
      await sql`
        create table profile.ledger (
          tenant_id text not null,
          trigger_position bigint not null,
          ordinal integer not null,
          kind text not null check (kind in ('LINK', 'RETRACT')),
          a uuid not null,
          b uuid not null,
          evidence_position bigint not null,
          rule text not null,
          primary key (tenant_id, trigger_position, ordinal)
        )`.execute(db);
      await sql`
        create table profile.merge_record (
          tenant_id text not null,
          id uuid not null,
          kind text not null check (kind in ('MERGED', 'UNMERGED', 'REFUSED')),
          rule text not null,
          winner_id uuid not null,
          loser_id uuid not null,
          trigger_position bigint not null,
          trigger_event_id uuid not null,
          evidence_position bigint not null,
          evidence_event_id uuid not null,
          occurred_at bigint not null,
          active boolean check ((active is not null) = (kind = 'MERGED')),
          primary key (tenant_id, id)
        )`.execute(db);
      await sql`
        create index merge_record_winner
        on profile.merge_record (tenant_id, winner_id, trigger_position)`.execute(db);
      await sql`
        create index merge_record_loser
        on profile.merge_record (tenant_id, loser_id, trigger_position)`.execute(db);
      await enableTenantSecurity(db, 'profile.ledger', ['select', 'insert']);
      await enableTenantSecurity(db, 'profile.merge_record', ['select', 'insert', 'update']);
    },
  },
  '20261124T2036-configuration': {
    async up(db) {
      await sql`
        create table profile.configuration (
          tenant_id text not null,
          name text not null,
          value jsonb not null,
          position bigint not null,
          primary key (tenant_id, name)
        )`.execute(db);
      await sql`
        create table profile.resolver_state (
          tenant_id text not null primary key,
          position bigint not null,
          writer uuid not null
        )`.execute(db);
      await enableTenantSecurity(db, 'profile.configuration');
      await enableTenantSecurity(db, 'profile.resolver_state');
    },
  },
};
