import type { AnyDatabase, AnyTransaction } from '@customer360/postgres';

/** The database as a transaction of one tenant sees it, for readers that would open one of their own. */
export function inTransaction(trx: AnyTransaction): AnyDatabase {
  const refuse = () => Promise.reject(new Error('not inside a transaction of a tenant'));
  const database: AnyDatabase = {
    engine: 'postgres',
    db: trx,
    inTenant: (_tenantId, work) => work(trx),
    asSystem: refuse,
    notify: refuse,
    listen: refuse,
    close: refuse,
    as: () => database,
  };
  return database;
}
