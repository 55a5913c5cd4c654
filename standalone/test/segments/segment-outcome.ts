import type { AnyDatabase, AnyTransaction } from '@customer360/postgres';
import { sql } from 'kysely';

/** What segments came to, as text, to compare one run with another. */
export interface SegmentOutcome {
  readonly memberships: readonly string[];
  /** Who entered and left, in order, with the ids and moments that the log knows. */
  readonly activity: readonly string[];
}

export async function outcomeOf(database: AnyDatabase, tenantId: string): Promise<SegmentOutcome> {
  return database.inTenant(tenantId, async (trx) => ({
    memberships: await rowsOf(
      trx,
      sql`select concat_ws(' ', segment_id, profile_id, version, entered_at) as line
        from segment.membership where tenant_id = ${tenantId} order by 1`,
    ),
    activity: await rowsOf(
      trx,
      sql`select concat_ws(' ', event_id, change_id, kind, segment_id, version, profile_id, at, cause, reason) as line
        from segment.activity where tenant_id = ${tenantId} order by at, change_id`,
    ),
  }));
}

/** Everything that segments know of a tenant, so that they begin again at the first entry of its log. */
export async function clearSegments(database: AnyDatabase, tenantId: string): Promise<void> {
  await database.asSystem(async (trx) => {
    for (const table of await segmentTables(trx)) {
      await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(trx);
    }
  });
}

/** Tables of the schema `segment`, with it. */
export async function segmentTables(trx: AnyTransaction): Promise<readonly string[]> {
  return rowsOf(
    trx,
    sql`select 'segment.' || table_name as line from information_schema.tables
      where table_schema = 'segment' order by 1`,
  );
}

async function rowsOf(trx: AnyTransaction, query: ReturnType<typeof sql>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly line: string }>`${query}`.execute(trx);
  return rows.map(({ line }) => line);
}
