import { enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

/** Makes the table of `RebuildTables`. */
export const rebuildMigrations: Migrations = {
  '20261125T0330-segment-rebuild': {
    async up(db) {
      await sql`create table segment.rebuild (
        tenant_id text not null,
        rebuild_id uuid not null,
        position bigint not null,
        requested_at bigint not null,
        phase text not null check (phase in ('CLEAR', 'REPLAY', 'SWEEP', 'DONE')),
        reached bigint not null,
        ended_at bigint,
        error text,
        changed_rows bigint,
        told_changes integer,
        primary key (tenant_id, rebuild_id)
      )`.execute(db);
      await sql`create unique index on segment.rebuild (tenant_id) where phase <> 'DONE'`.execute(db);
      await enableTenantSecurity(db, 'segment.rebuild');
    },
  },
};
