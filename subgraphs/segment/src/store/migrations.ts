import { cacheMigrations } from '@customer360/redis';
import { enableTenantSecurity, type AnyKysely, type Migrations } from '@customer360/postgres';
import { segmentProjectionMigrations } from '@customer360/segment-rules';
import { sql } from 'kysely';
import { computedTraitMigrations } from '../computed-traits/migrations.ts';
import { archetypeMigrations } from '../personas/migrations.ts';
import { rebuildMigrations } from '../rebuild/migrations.ts';
import { scoringMigrations } from '../scoring/migrations.ts';

/** Everything that the segment subgraph keeps, in the PostgreSQL schema `segment`. */
export const segmentMigrations: Migrations = {
  ...cacheMigrations,
  ...segmentProjectionMigrations,
  ...computedTraitMigrations,
  ...scoringMigrations,
  ...archetypeMigrations,
  ...rebuildMigrations,
  '20261125T0040-segment-definition': {
    async up(db) {
      await sql`create table segment.definition (
        tenant_id text not null,
        segment_id uuid not null,
        name text not null,
        description text,
        kind text not null check (kind in ('STATIC', 'BATCH', 'REALTIME')),
        version integer not null,
        latest_version integer not null,
        created_at bigint not null,
        updated_at bigint not null,
        counted_at bigint,
        archived_at bigint,
        last_error text,
        primary key (tenant_id, segment_id)
      )`.execute(db);
      await sql`create unique index on segment.definition (tenant_id, name) where archived_at is null`.execute(
        db,
      );
      await sql`create index on segment.definition (tenant_id, name, segment_id)`.execute(db);
      await sql`create table segment.version (
        tenant_id text not null,
        segment_id uuid not null,
        version integer not null,
        rule text not null,
        active_from bigint,
        primary key (tenant_id, segment_id, version)
      )`.execute(db);
      await secure(db, 'segment.definition', 'segment.version');
    },
  },
  '20261125T0041-segment-evaluation': {
    async up(db) {
      await sql`create table segment.consumer (
        tenant_id text primary key,
        position bigint not null,
        clock bigint not null,
        sequence bigint not null
      )`.execute(db);
      await sql`create table segment.state (
        tenant_id text not null,
        profile_id uuid not null,
        snapshot text not null,
        due_at bigint,
        primary key (tenant_id, profile_id)
      )`.execute(db);
      await sql`create index on segment.state (tenant_id, due_at) where due_at is not null`.execute(db);
      await sql`create table segment.parked (
        tenant_id text not null,
        position bigint not null,
        event_id uuid not null,
        error text not null,
        parked_at bigint not null,
        primary key (tenant_id, position)
      )`.execute(db);
      await secure(db, 'segment.consumer', 'segment.state', 'segment.parked');
    },
  },
  '20261125T0042-segment-membership': {
    async up(db) {
      await sql`create table segment.membership (
        tenant_id text not null,
        segment_id uuid not null,
        profile_id uuid not null,
        version integer not null,
        entered_at bigint not null,
        primary key (tenant_id, segment_id, profile_id)
      )`.execute(db);
      await sql`create index on segment.membership (tenant_id, profile_id)`.execute(db);
      await sql`create index on segment.membership (tenant_id, segment_id, entered_at desc, profile_id)`.execute(
        db,
      );
      await secure(db, 'segment.membership');
    },
  },
  '20261125T0043-segment-activity': {
    async up(db) {
      await sql`create table segment.activity (
        tenant_id text not null,
        sequence bigint not null,
        change_id uuid not null,
        event_id uuid not null,
        kind text not null check (kind in ('ENTERED', 'EXITED')),
        segment_id uuid not null,
        version integer not null,
        profile_id uuid not null,
        at bigint not null,
        cause text not null,
        reason text not null check (reason in ('RULE', 'MERGED', 'ARCHIVED')),
        is_logged boolean not null,
        primary key (tenant_id, sequence)
      )`.execute(db);
      await sql`create index on segment.activity (tenant_id, segment_id, sequence)`.execute(db);
      await sql`create index on segment.activity (tenant_id, sequence) where not is_logged`.execute(db);
      await sql`create table segment.outgoing_command (
        tenant_id text not null,
        message_id text not null,
        position bigint not null,
        payload text not null,
        is_logged boolean not null,
        primary key (tenant_id, message_id)
      )`.execute(db);
      await secure(db, 'segment.activity', 'segment.outgoing_command');
    },
  },
  '20261125T0335-segment-activity-reason': {
    async up(db) {
      await sql`alter table segment.activity drop constraint activity_reason_check`.execute(db);
      await sql`alter table segment.activity add constraint activity_reason_check
        check (reason in ('RULE', 'MERGED', 'ARCHIVED', 'QUARANTINED', 'REBUILT'))`.execute(db);
    },
  },
  '20261125T0340-segment-schedule': {
    async up(db) {
      await sql`alter table segment.definition add column schedule text, add column count_due_at bigint`.execute(
        db,
      );
    },
  },
};

async function secure(db: AnyKysely, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await enableTenantSecurity(db, table);
}
