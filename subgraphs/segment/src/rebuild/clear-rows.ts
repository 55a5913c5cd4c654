import type { Database } from '@customer360/postgres';
import { sql } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';
import { nameOfRebuiltRows } from './rebuild.ts';
import { tableNames } from './rebuilt-tables.ts';

const ROWS_AT_ONCE = 20_000;

/** Removes some of the rows that a rebuild made beside those that are read. False when none is left. */
export async function clearSomeRows(database: Database<SegmentDatabase>, tenantId: string): Promise<boolean> {
  const name = nameOfRebuiltRows(tenantId);
  return database.inTenant(name, async (trx) => {
    for (const table of tableNames) {
      const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)}
        where tenant_id = ${name} and ctid = any(array(
          select ctid from ${sql.table(table)} where tenant_id = ${name} limit ${ROWS_AT_ONCE}))`.execute(
        trx,
      );
      if (numAffectedRows > 0n) return true;
    }
    return false;
  });
}
