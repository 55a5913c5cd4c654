import { startAqlite } from '@customer360/aqlite';
import { createLogger } from '@customer360/service';
import type { Database } from 'arangojs';
import { connect } from '../src/store/connection.ts';
import { createCollections } from '../src/store/create-collections.ts';
import { createTenantQueries, type QueryLimits, type TenantQueries } from '../src/store/tenant-queries.ts';

export interface TestStore {
  readonly db: Database;
  queries(tenantId: string, limits?: QueryLimits): TenantQueries;
  close(): Promise<void>;
}

/** A journey graph of its own: on the server at ARANGO_URL when it is set, else in process. */
export async function openStore(): Promise<TestStore> {
  const database = `test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const url = process.env['ARANGO_URL'] ?? null;
  const aqlite = url === null ? await startAqlite({ port: 0, requireWith: true }) : null;
  const db = await connect({
    url: url ?? aqlite?.url ?? '',
    database,
    user: process.env['ARANGO_USER'] ?? null,
    password: process.env['ARANGO_PASSWORD'] ?? null,
  });
  await createCollections(db);
  const logger = createLogger({ name: 'test', level: 'silent' });
  return {
    db,
    queries: (tenantId, limits) =>
      createTenantQueries({ db, tenantId, logger, ...(limits === undefined ? {} : { limits }) }),
    async close() {
      if (aqlite === null) await db.database('_system').dropDatabase(database);
      db.close();
      await aqlite?.close();
    },
  };
}
