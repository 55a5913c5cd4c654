import { sql } from 'kysely';
import type { Database, DatabaseConfig, Engine } from './database.ts';
import { openPglite } from './pglite-engine.ts';
import { openPostgres } from './postgres-engine.ts';

/** Opens a native PostgreSQL server or an embedded one; both speak the same SQL through Kysely. */
export async function openDatabase<DB>(config: DatabaseConfig): Promise<Database<DB>> {
  return fromEngine<DB>(config.kind === 'postgres' ? await openPostgres(config) : await openPglite(config));
}

function fromEngine<DB>(engine: Engine): Database<DB> {
  const database: Database<DB> = {
    engine: engine.name,
    db: engine.db,
    inTenant: (tenantId, work, { statementTimeoutMs } = {}) =>
      engine.db.transaction().execute(async (trx) => {
        const timeout =
          statementTimeoutMs === undefined
            ? sql``
            : sql`, set_config('statement_timeout', ${String(statementTimeoutMs)}, true)`;
        // All settings end with the transaction; one statement, one round trip.
        await sql`select set_config('role', 'c360_app', true),
          set_config('app.tenant_id', ${tenantId}, true)${timeout}`.execute(trx);
        return work(trx);
      }),
    asSystem: (work) =>
      engine.db.transaction().execute(async (trx) => {
        await sql`select set_config('app.system', 'on', true)`.execute(trx);
        return work(trx);
      }),
    notify: (channel, payload) => engine.notify(channel, payload),
    listen: (channel, on) => engine.listen(channel, on),
    close: () => engine.close(),
    // Only the type of the tables changes; the connections stay the same.
    as: <Other>() => database as unknown as Database<Other>,
  };
  return database;
}
