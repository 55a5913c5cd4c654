import {
  createTenantSchema,
  enableTenantSecurity,
  type AnyKysely,
  type Migrations,
} from '@customer360/postgres';
import { sql } from 'kysely';

const typedColumns = sql`number_value numeric, string_value text, boolean_value boolean, instant_value bigint`;

/** Makes the tables of `SegmentProjection`. */
export const segmentProjectionMigrations: Migrations = {
  '20261124T2330-segment-profile': {
    async up(db) {
      await createTenantSchema(db, 'segment');
      await sql`create table segment.profile (
        tenant_id text not null,
        profile_id uuid not null,
        born_at bigint not null,
        primary key (tenant_id, profile_id)
      )`.execute(db);
      await sql`create table segment.identifier (
        tenant_id text not null,
        identifier_id uuid not null,
        profile_id uuid not null,
        type text,
        first_seen_at bigint not null,
        primary key (tenant_id, identifier_id)
      )`.execute(db);
      await sql`create index on segment.identifier (tenant_id, profile_id)`.execute(db);
      await sql`create index on segment.identifier (tenant_id, type, profile_id)`.execute(db);
      await secure(db, 'segment.profile', 'segment.identifier');
    },
  },
  '20261124T2331-segment-event': {
    async up(db) {
      await sql`create table segment.event (
        tenant_id text not null,
        event_id uuid not null,
        identifier_id uuid not null,
        profile_id uuid not null,
        name text,
        time bigint not null,
        primary key (tenant_id, event_id)
      )`.execute(db);
      await sql`create index on segment.event (tenant_id, name, time) include (profile_id, event_id)`.execute(
        db,
      );
      await sql`create index on segment.event (tenant_id, profile_id, time)`.execute(db);
      await sql`create index on segment.event (tenant_id, identifier_id)`.execute(db);
      await sql`create table segment.event_value (
        tenant_id text not null,
        event_id uuid not null,
        path text not null,
        ${typedColumns},
        primary key (tenant_id, event_id, path)
      )`.execute(db);
      await secure(db, 'segment.event', 'segment.event_value');
    },
  },
  '20261124T2332-segment-profile-value': {
    async up(db) {
      await sql`create table segment.profile_value (
        tenant_id text not null,
        profile_id uuid not null,
        source text not null check (source in ('trait', 'computed')),
        trait text not null,
        path text not null,
        observed_at bigint not null,
        ${typedColumns},
        primary key (tenant_id, profile_id, source, path)
      )`.execute(db);
      // The beginning of a text is enough to find it and always fits into an index row.
      await sql`create index on segment.profile_value (tenant_id, source, path, left(string_value, 60))`.execute(
        db,
      );
      await sql`create index on segment.profile_value (tenant_id, source, path, number_value)`.execute(db);
      await sql`create index on segment.profile_value (tenant_id, source, path, instant_value)`.execute(db);
      await sql`create table segment.trait_observation (
        tenant_id text not null,
        event_id uuid not null,
        trait text not null,
        identifier_id uuid not null,
        profile_id uuid not null,
        time bigint not null,
        value text,
        primary key (tenant_id, event_id, trait)
      )`.execute(db);
      await sql`create index on segment.trait_observation (tenant_id, trait, profile_id, time, event_id)`.execute(
        db,
      );
      await sql`create index on segment.trait_observation (tenant_id, identifier_id)`.execute(db);
      await secure(db, 'segment.profile_value', 'segment.trait_observation');
    },
  },
  '20261124T2333-segment-consent': {
    async up(db) {
      await sql`create table segment.consent (
        tenant_id text not null,
        profile_id uuid not null,
        purpose text not null,
        status text not null check (status in ('GRANTED', 'DENIED')),
        expires_at bigint,
        primary key (tenant_id, profile_id, purpose)
      )`.execute(db);
      await sql`create index on segment.consent (tenant_id, purpose, status)`.execute(db);
      await secure(db, 'segment.consent');
    },
  },
  '20261124T2334-segment-list': {
    async up(db) {
      await sql`create table segment.list_entry (
        tenant_id text not null,
        list_id text not null,
        identifier_id uuid not null,
        primary key (tenant_id, list_id, identifier_id)
      )`.execute(db);
      await sql`create index on segment.list_entry (tenant_id, identifier_id)`.execute(db);
      await sql`create table segment.batch_member (
        tenant_id text not null,
        segment_id text not null,
        profile_id uuid not null,
        primary key (tenant_id, segment_id, profile_id)
      )`.execute(db);
      await secure(db, 'segment.list_entry', 'segment.batch_member');
    },
  },
  '20261125T0330-segment-quarantine': {
    async up(db) {
      await sql`alter table segment.profile add column quarantined boolean not null default false`.execute(
        db,
      );
      await sql`create index on segment.batch_member (tenant_id, profile_id)`.execute(db);
    },
  },
};

async function secure(db: AnyKysely, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await enableTenantSecurity(db, table);
}
