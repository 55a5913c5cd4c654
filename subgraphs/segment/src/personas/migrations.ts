import { enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

/** Makes the tables of `ArchetypeTables`. */
export const archetypeMigrations: Migrations = {
  '20261125T0116-segment-archetype': {
    async up(db) {
      await sql`create table segment.archetype (
        tenant_id text not null,
        code text not null,
        archetype_id uuid not null,
        name text not null,
        summary text not null,
        status text not null check (status in ('PROPOSED', 'ACTIVE', 'RETIRED')),
        version integer not null,
        centre text,
        rule text,
        next_best_action text,
        proposed_size integer,
        primary key (tenant_id, code),
        check ((centre is null) <> (rule is null))
      )`.execute(db);
      await enableTenantSecurity(db, 'segment.archetype');
    },
  },
};
