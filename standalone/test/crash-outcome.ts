import type { AnyTransaction } from '@customer360/postgres';
import { sql } from 'kysely';

/** What stands in the database at the end. */
export interface Outcome {
  readonly events: number;
  readonly distinctEvents: number;
  /** Every row of every projection, as text, without the times at which things happened to arrive. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** Who entered and left segments, by event and by whom, as the segments have it. */
  readonly changes: readonly string[];
  /** The same as the log has it. */
  readonly changesInLog: readonly string[];
}

/** What depends on when things arrived or on what stood beside them in a batch. */
const unstable = ['received_at', 'logged_at', 'entered_at', 'at', 'due_at', 'snapshot', 'sequence'];
/** Entries of the log by their places: what segments tell it stands among the events wherever it came to. */
const places =
  'position birth_position alias_position trigger_position evidence_position closed_from overrides'.split(
    ' ',
  );
/** Positions, times and states of the run itself. */
const ofTheRun = ['resolver_state', 'consumer', 'state', 'definition', 'version', 'outgoing_command'];

/** Every projection and what segments told the log. */
export async function readOutcome(trx: AnyTransaction, tenantId: string): Promise<Outcome> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema in ('profile', 'segment') and table_name not in (${sql.join(ofTheRun)})
    order by table_schema, table_name`.execute(trx);
  const placeOf = await readPlaces(trx, tenantId);
  const dump: Record<string, readonly string[]> = {};
  for (const { schema, name } of tables) {
    const key = schema === 'profile' ? name : `segment.${name}`;
    const { rows } = await sql<{ readonly row: Readonly<Record<string, unknown>> }>`
      select to_jsonb(kept) - array[${sql.join(unstable)}]::text[] as row
      from ${sql.table(`${schema}.${name}`)} as kept`.execute(trx);
    dump[key] = rows.map(({ row }) => JSON.stringify(withPlaces(row, placeOf))).toSorted();
  }
  const { rows: counts } = await sql<{ events: number; distinctEvents: number }>`
    select count(*)::int as events, count(distinct event_id)::int as "distinctEvents"
    from event_log.accepted
    where tenant_id = ${tenantId} and kind <> 'command' and source_id <> 'internal:segment'`.execute(trx);
  const changes = await readLines(
    trx,
    sql`select concat_ws(' ', event_id, 'Segment ' || initcap(kind)) as line from segment.activity`,
  );
  const changesInLog = await readLines(
    trx,
    sql`select concat_ws(' ', event_id, event_name) as line from event_log.accepted
      where tenant_id = ${tenantId} and source_id = 'internal:segment' and kind <> 'command'`,
  );
  return { ...(counts[0] ?? { events: 0, distinctEvents: 0 }), tables: dump, changes, changesInLog };
}

/** The events that came in, by position, each with how many came before it. */
async function readPlaces(trx: AnyTransaction, tenantId: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ readonly position: number }>`
    select position from event_log.accepted
    where tenant_id = ${tenantId} and source_id <> 'internal:segment' order by position`.execute(trx);
  return new Map(rows.map(({ position }, place) => [position, place]));
}

function withPlaces(
  row: Readonly<Record<string, unknown>>,
  placeOf: ReadonlyMap<number, number>,
): Readonly<Record<string, unknown>> {
  const place = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(place);
    return value === null ? null : (placeOf.get(Number(value)) ?? `no event at ${JSON.stringify(value)}`);
  };
  const replaced = places.filter((key) => key in row).map((key) => [key, place(row[key])]);
  return { ...row, ...Object.fromEntries(replaced) };
}

async function readLines(trx: AnyTransaction, query: ReturnType<typeof sql>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly line: string }>`${query}`.execute(trx);
  return rows.map(({ line }) => line).toSorted();
}
