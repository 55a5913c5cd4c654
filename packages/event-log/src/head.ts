import type { Database } from '@customer360/postgres';
import { sql } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { Watermark } from './event-log.ts';

export async function readHead(database: Database<EventLogDatabase>, tenantId: string): Promise<Watermark> {
  const row = await database.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('event_log.head')
      .select(['position as through', 'logged_at as clock'])
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst(),
  );
  return known(row, tenantId);
}

/**
 * Under the lock that appends take, so whatever is appended later is logged at this clock or after it. `clock` null is
 * the database's. The commit need not wait for the disk: whoever relies on the clock commits after it.
 */
export async function advanceClock(
  database: Database<EventLogDatabase>,
  tenantId: string,
  clock: number | null,
): Promise<Watermark> {
  const { rows } = await database.inTenant(tenantId, async (trx) => {
    await sql`select set_config('synchronous_commit', 'off', true)`.execute(trx);
    return sql<Watermark>`update event_log.head
      set logged_at = greatest(logged_at,
        coalesce(${clock}::int8, floor(extract(epoch from clock_timestamp()) * 1000)::int8))
      where tenant_id = ${tenantId}
      returning position as through, logged_at as clock`.execute(trx);
  });
  return known(rows[0], tenantId);
}

function known(head: Watermark | undefined, tenantId: string): Watermark {
  if (!head) throw new Error(`Tenant ${tenantId} does not exist`);
  return head;
}
