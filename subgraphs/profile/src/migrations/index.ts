import { cacheMigrations } from '@customer360/redis';
import type { Migrations } from '@customer360/postgres';
import { consentMigrations } from '../consents/migrations.ts';
import { goldenMigrations } from '../golden/migrations.ts';
import { identityMigrations } from './identity.ts';

/** Everything that the profile subgraph keeps, in the PostgreSQL schema `profile`. */
export const profileMigrations: Migrations = {
  ...cacheMigrations,
  ...identityMigrations,
  ...goldenMigrations,
  ...consentMigrations,
};
