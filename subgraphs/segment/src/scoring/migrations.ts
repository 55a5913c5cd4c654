import { enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

/** Makes the tables of `ScoringTables`. */
export const scoringMigrations: Migrations = {
  '20261125T0115-segment-scoring': {
    async up(db) {
      await sql`create table segment.scoring_head (
        tenant_id text primary key,
        current_run_id uuid
      )`.execute(db);
      await sql`create table segment.scoring_run (
        tenant_id text not null,
        run_id uuid not null,
        position bigint not null,
        as_of bigint not null,
        proposes boolean not null,
        status text not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED')),
        phase text not null check (phase in ('READ', 'FIT', 'SCORE', 'END')),
        read_through uuid,
        done integer not null,
        total integer not null,
        started_at bigint not null,
        ended_at bigint,
        error text,
        warnings text not null,
        model text,
        primary key (tenant_id, run_id)
      )`.execute(db);
      await sql`create index on segment.scoring_run (tenant_id, position) where status = 'RUNNING'`.execute(
        db,
      );
      await sql`create table segment.profile_score (
        tenant_id text not null,
        run_id uuid not null,
        profile_id uuid not null,
        is_scored boolean not null,
        purchases text not null,
        recency smallint,
        frequency smallint,
        monetary smallint,
        rfm_cell text,
        lifetime_value bigint,
        probability_alive float8,
        churn_risk float8,
        stage text,
        lifecycle_rule text,
        persona_code text,
        persona_score float8,
        persona_components text,
        primary key (tenant_id, run_id, profile_id)
      )`.execute(db);
      await sql`create index on segment.profile_score (tenant_id, run_id, profile_id) where not is_scored`.execute(
        db,
      );
      await sql`create index on segment.profile_score (tenant_id, run_id, persona_code)`.execute(db);
      for (const table of ['segment.scoring_head', 'segment.scoring_run', 'segment.profile_score']) {
        await enableTenantSecurity(db, table);
      }
    },
  },
  '20261125T0335-segment-persona-version': {
    async up(db) {
      await sql`alter table segment.profile_score add column persona_version integer`.execute(db);
    },
  },
};
