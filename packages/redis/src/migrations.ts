import { createTenantSchema, enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

/** Makes the table of `createPostgresRegister`, in the PostgreSQL schema `cache`. */
export const cacheMigrations: Migrations = {
  '20261125T0330-cache-epoch': {
    async up(db) {
      await createTenantSchema(db, 'cache');
      await sql`create table cache.epoch (
        tenant_id text not null,
        name text not null,
        epoch bigint,
        closed_by text,
        closed_at timestamptz,
        primary key (tenant_id, name)
      )`.execute(db);
      // To lock a row for share takes the right to update it.
      await enableTenantSecurity(db, 'cache.epoch', ['select', 'insert', 'update']);
    },
  },
};
