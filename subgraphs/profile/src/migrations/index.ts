import type { Migrations } from '@customer360/postgres';
import { consentMigrations } from '../consents/migrations.ts';
import { goldenMigrations } from '../golden/migrations.ts';
import { identityMigrations } from './identity.ts';

/** Everything that the profile subgraph keeps, in the PostgreSQL schema `profile`. */
export const profileMigrations: Migrations = {
  ...identityMigrations,
  ...goldenMigrations,
  ...consentMigrations,
};
