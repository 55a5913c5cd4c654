import type { AnyDatabase, Database } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import { ensurePartitions } from './partitions.ts';
import { readRows } from './read-entries.ts';

const ROWS_AT_ONCE = 500;

/** What a tenant's log is besides its entries, in the order in which references allow it. */
const tables = [
  'event_log.tenant',
  'event_log.tenant_key',
  'event_log.head',
  'event_log.identifier_value',
  'event_log.uniqueness',
  'event_log.parked',
  'event_log.answer',
] as const;

/**
 * Copies a tenant's log into a migrated database that does not know the tenant, so that consumers can replay it
 * there with the same ids. Archived months are copied as rows. Nothing may be appended meanwhile.
 */
export async function copyTenantLog(from: AnyDatabase, to: AnyDatabase, tenantId: string): Promise<void> {
  const source = from.as<EventLogDatabase>();
  const target = to.as<EventLogDatabase>();
  const [first] = await readRows(source, tenantId, 0, 1);
  await ensurePartitions(target, first ? { from: first.received_at } : {});
  for (const table of tables) await copyTable({ source, target, tenantId, table });
  for (let after = 0; ;) {
    const rows = await readRows(source, tenantId, after, ROWS_AT_ONCE);
    const last = rows.at(-1);
    if (!last) return;
    await target.asSystem((trx) =>
      trx
        .insertInto('event_log.accepted')
        .values([...rows])
        .execute(),
    );
    after = last.position;
  }
}

async function copyTable(copy: {
  readonly source: Database<EventLogDatabase>;
  readonly target: Database<EventLogDatabase>;
  readonly tenantId: string;
  readonly table: (typeof tables)[number];
}): Promise<void> {
  const { source, target, tenantId, table } = copy;
  const rows = await source.inTenant(tenantId, (trx) => selectAll(trx, table, tenantId));
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const values = rows.slice(start, start + ROWS_AT_ONCE);
    await target.asSystem((trx) => trx.insertInto(table).values(values).execute());
  }
}

async function selectAll(
  trx: Transaction<EventLogDatabase>,
  table: (typeof tables)[number],
  tenantId: string,
) {
  const rows = await trx.selectFrom(table).selectAll().where('tenant_id', '=', tenantId).execute();
  // A parsed answer would go in as a PostgreSQL array if it is a list.
  return rows.map((row) => ('answer' in row ? { ...row, answer: JSON.stringify(row.answer) } : row));
}
