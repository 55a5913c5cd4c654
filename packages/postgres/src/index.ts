export { arrayParameter, type ArrayElement } from './array-parameter.ts';
export type {
  AnyDatabase,
  AnyKysely,
  AnyTransaction,
  Database,
  DatabaseConfig,
  PgliteConfig,
  PostgresConfig,
} from './database.ts';
export { isConcurrencyFailure, isConnectionFailure, isTooSlow } from './failures.ts';
export { migrate, type Migrations } from './migrate.ts';
export { openDatabase } from './open-database.ts';
export { snapshot } from './pglite-engine.ts';
export { analyzeTables } from './statistics.ts';
export { createTenantSchema, enableTenantSecurity, type TablePrivilege } from './tenant-security.ts';
