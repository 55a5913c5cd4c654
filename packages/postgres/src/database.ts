import type { Kysely, Transaction } from 'kysely';

// Kysely's type is invariant, so "whatever tables" cannot be said without `any`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyKysely = Kysely<any>;
/** A transaction whose tables the callee names itself. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTransaction = Transaction<any>;
/** A database whose tables the callee names itself. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDatabase = Database<any>;

/** One PostgreSQL database, native or embedded, seen with the tables `DB`. */
export interface Database<DB> {
  readonly engine: 'postgres' | 'pglite';
  /** Statements outside a transaction run as the owner without a tenant: they see no tenant's rows. */
  readonly db: Kysely<DB>;
  /** Closes every connection; also for what `as` returned. */
  close(): Promise<void>;
  /** Runs `work` in one transaction as the unprivileged role `c360_app`, which sees this tenant's rows only. */
  inTenant<T>(
    tenantId: string,
    work: (trx: Transaction<DB>) => Promise<T>,
    options?: TenantTransactionOptions,
  ): Promise<T>;
  /** Runs `work` in one transaction as the owner, who sees all tenants: for housekeeping only. */
  asSystem<T>(work: (trx: Transaction<DB>) => Promise<T>): Promise<T>;
  /** Wakes the listeners of a channel; a wake-up can be lost, so listeners also poll. */
  notify(channel: string, payload: string): Promise<void>;
  /** Calls `on` per wake-up, and with '' after a lost connection is back. Returns how to stop. */
  listen(channel: string, on: (payload: string) => void): Promise<() => Promise<void>>;
  /** The same connections seen with other tables. */
  as<Other>(): Database<Other>;
}

export interface TenantTransactionOptions {
  /**
   * Longest time for one statement: a longer one fails with the code of `isTooSlow`. No bound when left out, and none
   * on the embedded engine, which cannot stop a statement.
   */
  readonly statementTimeoutMs?: number;
}

export interface PostgresConfig {
  readonly kind: 'postgres';
  readonly url: string;
  /** Connections at most; 10 when left out. */
  readonly poolSize?: number;
}

export interface PgliteConfig {
  readonly kind: 'pglite';
  /** A folder, or null for a database that lives in memory only. */
  readonly dataDir: string | null;
  /** What `snapshot` returned: the database starts as a copy of it. */
  readonly copyOf?: Blob;
}

export type DatabaseConfig = PostgresConfig | PgliteConfig;

/** What differs between the engines. */
export interface Engine {
  readonly name: 'postgres' | 'pglite';
  readonly db: AnyKysely;
  notify(channel: string, payload: string): Promise<void>;
  listen(channel: string, on: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
