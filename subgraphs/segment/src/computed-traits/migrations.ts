import { enableTenantSecurity, type Migrations } from '@customer360/postgres';
import { sql } from 'kysely';

/** Makes the tables of `ComputedTraitTables`. */
export const computedTraitMigrations: Migrations = {
  '20261125T0105-segment-computed-trait': {
    async up(db) {
      await sql`create table segment.observed_event (
        tenant_id text not null,
        event_id uuid not null,
        identifier_id uuid not null,
        time bigint not null,
        order_value bigint,
        trait_values text not null,
        primary key (tenant_id, event_id)
      )`.execute(db);
      await sql`create index on segment.observed_event (tenant_id, identifier_id, time)`.execute(db);
      await sql`create table segment.trait_state (
        tenant_id text not null,
        identifier_id uuid not null,
        states text not null,
        primary key (tenant_id, identifier_id)
      )`.execute(db);
      await sql`create table segment.trait_configuration (
        tenant_id text not null,
        name text not null check (name in ('journeys', 'computedTraits', 'personaFeatures')),
        value text not null,
        position bigint not null,
        primary key (tenant_id, name)
      )`.execute(db);
      for (const table of ['segment.observed_event', 'segment.trait_state', 'segment.trait_configuration']) {
        await enableTenantSecurity(db, table);
      }
    },
  },
  '20261125T0335-segment-non-personal-names': {
    async up(db) {
      await sql`alter table segment.trait_configuration drop constraint trait_configuration_name_check,
        add constraint trait_configuration_name_check
          check (name in ('journeys', 'computedTraits', 'personaFeatures', 'nonPersonalTraits'))`.execute(db);
    },
  },
};
