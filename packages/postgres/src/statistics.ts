import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Renews the planner's statistics of every own table. A table that grew since it was made is otherwise planned as
 * empty: until autovacuum comes by on a server, for ever on the embedded engine, which has none.
 */
export async function analyzeTables(database: Database<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select c.oid::regclass::text as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and pg_has_role(c.relowner, 'usage')
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'`.execute(database.db);
  if (rows.length === 0) return;
  // The names come from the catalogue, quoted where they need it.
  await sql`analyze ${sql.raw(rows.map(({ name }) => name).join(', '))}`.execute(database.db);
}
