import { hash, randomUUID } from 'node:crypto';
import {
  type EventLogDatabase,
  type LogEntry,
  createEventLog,
  createTenant,
  eventLogMigrations,
} from '@customer360/event-log';
import { createIngestion } from '@customer360/ingestion';
import { createLogger } from '@customer360/service';
import { openTestDatabase } from '@customer360/testing';

export interface EmbeddedIngestion extends AsyncDisposable {
  readonly url: string;
  entries(): Promise<readonly LogEntry[]>;
  /** Why events were refused, in alphabetical order. */
  refusals(): Promise<readonly string[]>;
}

const tenantId = 'acme';

/** The real ingestion API over a fresh database, for tests. The write key of each source is its own name. */
export async function startEmbeddedIngestion(sources: readonly string[]): Promise<EmbeddedIngestion> {
  const database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  const log = createEventLog(database);
  await createTenant(database, { id: tenantId, name: 'Acme' });
  await database.inTenant(tenantId, async (trx) => {
    for (const id of sources) {
      const key = {
        id: randomUUID(),
        key_hash: hash('sha256', id, 'buffer'),
        hint: id.slice(-4),
        revoked_at: null,
      };
      await trx.insertInto('ingestion.source').values({ tenant_id: tenantId, id, name: id }).execute();
      await trx
        .insertInto('ingestion.write_key')
        .values({ ...key, tenant_id: tenantId, source_id: id })
        .execute();
    }
  });
  const logger = createLogger({ name: 'ingestion', level: 'silent' });
  const ingestion = await createIngestion({ database, log, logger });
  return {
    url: await ingestion.listen({ host: '127.0.0.1', port: 0 }),
    entries: async () => log.read(tenantId, 0, 100_000),
    refusals: async () =>
      database.inTenant(tenantId, async (trx) => {
        const rows = await trx
          .selectFrom('ingestion.dead_letter')
          .select('reason')
          .orderBy('reason')
          .execute();
        return rows.map(({ reason }) => reason);
      }),
    [Symbol.asyncDispose]: async () => {
      await ingestion.close();
      await log.close();
      await database.close();
    },
  };
}
