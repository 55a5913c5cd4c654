import { sql, type RawBuilder } from 'kysely';
import type { AnyTransaction } from '@customer360/postgres';
import { rebuiltTables, tableNames, type Fate, type RebuiltTable, type TableName } from './rebuilt-tables.ts';

/** Which rows were other than the log says. */
export interface BroughtOver {
  readonly changedRows: number;
  /** Profiles, identifiers and events that were in them, as far as scores depend on these. */
  readonly named: ReadonlyMap<NonNullable<RebuiltTable['scored']>, ReadonlySet<string>>;
  /** Profiles that had other identifiers. */
  readonly regrouped: ReadonlySet<string>;
}

interface Names {
  /** Under which the rows that the log makes stand. */
  readonly from: string;
  /** Under which they are read. */
  readonly to: string;
}

/**
 * Makes the tables that are read those that the log makes, in a transaction that sees both. Rows that are alike are not
 * touched, so that it costs a comparison where nothing was wrong.
 */
export async function bringOver(trx: AnyTransaction, names: Names): Promise<BroughtOver> {
  const columns = await readColumns(trx);
  const named = new Map<NonNullable<RebuiltTable['scored']>, Set<string>>();
  const regrouped = new Set<string>();
  let changedRows = 0;
  for (const table of tableNames) {
    const { fate, scored } = rebuiltTables[table];
    if (fate === 'KEPT') continue;
    const changed = await replaceRows(trx, names, { table, fate, scored, columns: columns.get(table) ?? [] });
    changedRows += changed.rows;
    if (scored === null) continue;
    const ids = named.get(scored) ?? new Set();
    named.set(scored, ids);
    for (const id of changed.ids) ids.add(id);
    if (table === 'segment.identifier') for (const id of changed.ids) regrouped.add(id);
  }
  return { changedRows, named, regrouped };
}

interface Column {
  readonly name: string;
  readonly isKey: boolean;
}

interface Comparison {
  readonly table: TableName;
  readonly fate: Exclude<Fate, 'KEPT'>;
  readonly scored: RebuiltTable['scored'];
  readonly columns: readonly Column[];
}

interface ChangedRows {
  readonly rows: number;
  /** Ids that lead to profiles, where they count. */
  readonly ids: readonly string[];
}

/** What is wrong goes, then what is missing comes. */
async function replaceRows(
  trx: AnyTransaction,
  { from, to }: Names,
  { table, fate, scored, columns }: Comparison,
): Promise<ChangedRows> {
  const name = sql.table(table);
  const of = (alias: string, chosen: readonly Column[]) =>
    sql.join(chosen.map((column) => sql.ref(`${alias}.${column.name}`)));
  const all = sql.join(columns.map((column) => sql.ref(column.name)));
  const keys = columns.filter(({ isKey }) => isKey);
  const sameKey = sql`(${of('theirs', keys)}) = (${of('mine', keys)})`;
  const alike = sql`(${of('theirs', columns)}) is not distinct from (${of('mine', columns)})`;
  const id = scored === null ? sql`null::uuid` : sql.ref(`mine.${scored}`);
  const countOf = (
    change: RawBuilder<unknown>,
  ) => sql<ChangedRows>`with changed as (${change} returning ${id} as id)
    select count(*)::int8 as rows, coalesce(array_agg(distinct id) filter (where id is not null), '{}') as ids
    from changed`;
  const made = (matching: RawBuilder<unknown>) =>
    sql`exists (select from ${name} theirs where theirs.tenant_id = ${from} and ${matching})`;
  const wrong = {
    REPLACED: sql`not ${made(sql`${sameKey} and ${alike}`)}`,
    NAMED: sql`not ${made(sameKey)}`,
    CORRECTED: made(sql`${sameKey} and not (${alike})`),
    COMPLETED: sql`false`,
  }[fate];
  const gone = await countOf(sql`delete from ${name} mine
    where mine.tenant_id = ${to} and ${wrong}`).execute(trx);
  const come = await countOf(sql`insert into ${name} as mine (tenant_id, ${all})
    select ${to}, ${of('theirs', columns)} from ${name} theirs
    where theirs.tenant_id = ${from} and not exists (
      select from ${name} mine where mine.tenant_id = ${to} and ${sameKey})`).execute(trx);
  const both = [...gone.rows, ...come.rows];
  return { rows: both.reduce((sum, { rows }) => sum + rows, 0), ids: both.flatMap(({ ids }) => ids) };
}

/** Columns of each table but the tenant's, with those of its key marked: a column that a migration adds is compared too. */
async function readColumns(trx: AnyTransaction): Promise<ReadonlyMap<string, readonly Column[]>> {
  const { rows } = await sql<Column & { readonly table: string }>`
    select 'segment.' || t.relname as "table", c.attname as name, coalesce(c.attnum = any(k.indkey), false) as "isKey"
    from pg_class t
    join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'segment'
    join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped and c.attname <> 'tenant_id'
    left join pg_index k on k.indrelid = t.oid and k.indisprimary
    where t.relkind = 'r'
    order by t.relname, c.attnum`.execute(trx);
  return Map.groupBy(rows, ({ table }) => table);
}
