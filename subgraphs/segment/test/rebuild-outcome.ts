import type { AnyDatabase } from '@customer360/postgres';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { findLatestRebuild } from '../src/rebuild/rebuild-repository.ts';
import { nameOfRebuiltRows, type Rebuild } from '../src/rebuild/rebuild.ts';
import type { RebuildDependencies } from '../src/rebuild/step-rebuild.ts';
import type { SegmentDatabase } from '../src/store/tables.ts';
import { rebuildWork } from '../src/rebuild/rebuild-work.ts';
import { tableNames } from '../src/rebuild/rebuilt-tables.ts';
import type { ToldStory } from './told-story.ts';

/** What rebuilds are about, not what they leave of themselves. */
const compared = tableNames.filter((table) => table !== 'segment.rebuild');

/** Every row of a tenant as text, by table, sorted. */
export async function rowsOf(
  database: AnyDatabase,
  tenantId: string,
): Promise<Map<string, readonly string[]>> {
  return database.asSystem(async (trx) => {
    const rows = new Map<string, readonly string[]>();
    for (const table of compared) {
      const found = await sql<{ readonly line: string }>`select (to_jsonb(t) - 'tenant_id')::text as line
        from ${sql.table(table)} t where tenant_id = ${tenantId} order by 1`.execute(trx);
      rows.set(
        table,
        found.rows.map(({ line }) => line),
      );
    }
    return rows;
  });
}

/** Tables of the schema as the database has them. */
export async function openedTables(database: AnyDatabase): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`select 'segment.' || table_name as name
    from information_schema.tables where table_schema = 'segment'`.execute(database.db);
  return rows.map(({ name }) => name);
}

/** Memberships as `segment profile`, sorted: as they are stored, and as the entered and exited events of the log say. */
export async function memberships(
  database: AnyDatabase,
  tenantId: string,
): Promise<{ readonly stored: readonly string[]; readonly folded: readonly string[] }> {
  return database.inTenant(tenantId, async (trx) => {
    const stored = await sql<{ readonly line: string }>`select segment_id || ' ' || profile_id as line
      from segment.membership where tenant_id = ${tenantId} order by 1`.execute(trx);
    const told = await sql<{
      readonly event_name: string;
      readonly payload: string;
    }>`select event_name, payload
      from event_log.accepted where tenant_id = ${tenantId} and source_id = 'internal:segment' and kind = 'track'
      order by position`.execute(trx);
    const folded = new Set<string>();
    for (const { event_name: name, payload } of told.rows) {
      // Only the outbox writes such entries.
      const { properties } = JSON.parse(payload) as { properties: Record<'segmentId' | 'profileId', string> };
      const line = `${properties.segmentId} ${properties.profileId}`;
      if (name === 'Segment Entered') folded.add(line);
      else folded.delete(line);
    }
    return { stored: stored.rows.map(({ line }) => line), folded: [...folded].toSorted() };
  });
}

/** What the log was told with this cause. */
export async function toldBy(
  database: AnyDatabase,
  tenantId: string,
  cause: string,
): Promise<readonly { readonly eventId: string; readonly reason: string; readonly at: number }[]> {
  const { rows } = await database.inTenant(tenantId, (trx) =>
    sql<{ readonly eventId: string; readonly payload: string; readonly at: number }>`select
        event_id as "eventId", payload, "timestamp" as at
      from event_log.accepted where tenant_id = ${tenantId} and source_id = 'internal:segment' and kind = 'track'
      order by position`.execute(trx),
  );
  return rows.flatMap(({ payload, ...event }) => {
    // Only the outbox writes such entries.
    const { properties } = JSON.parse(payload) as { properties: Record<'cause' | 'reason', string> };
    return properties.cause === cause ? [{ ...event, reason: properties.reason }] : [];
  });
}

/** Phase and error of each rebuild, in order. */
export async function rebuildsOf(database: AnyDatabase, tenantId: string): Promise<readonly string[]> {
  const rows = await database
    .as<SegmentDatabase>()
    .inTenant(tenantId, (trx) =>
      trx.selectFrom('segment.rebuild').select(['phase', 'error']).orderBy('position').execute(),
    );
  return rows.map(({ phase, error }) => `${phase} ${error}`);
}

/** Works what is open, to its end or so many steps, and shows where it is then. */
export async function runRebuild(
  story: ToldStory,
  tenantId: string,
  { steps = Infinity, ...dependencies }: Partial<RebuildDependencies> & { readonly steps?: number } = {},
): Promise<Rebuild> {
  const errors: unknown[] = [];
  const logger = { error: (fields: { readonly err?: unknown }) => errors.push(fields.err) };
  // Only `error` is called, with an object first.
  const options = { ...story.dependencies, ...dependencies, logger: logger as never, batchSize: 40 };
  const work = rebuildWork(options);
  for (let step = 0; step < steps && (await work.step(tenantId)); step += 1);
  const rebuild = await story.database.inTenant(tenantId, (trx) => findLatestRebuild(trx, tenantId));
  if (rebuild === null) throw new Error(`no rebuild was asked for in ${tenantId}`, { cause: errors[0] });
  if (rebuild.phase !== 'DONE') return rebuild;
  const left = await rowsOf(story.database, nameOfRebuiltRows(tenantId));
  if ([...left.values()].some((rows) => rows.length > 0)) throw new Error('rows of the rebuild are left');
  return rebuild;
}

/** What a rebuild comes to is what a replay of the whole log comes to, and the log tells the same. */
export async function expectRight(story: ToldStory, tenantId: string): Promise<void> {
  const { stored, folded } = await memberships(story.database, tenantId);
  expect(folded).toEqual(stored);
  const rebuilt = await rowsOf(story.database, tenantId);
  await story.replay(tenantId);
  const replayed = await rowsOf(story.database, tenantId);
  for (const table of ['segment.activity', 'segment.outgoing_command', 'segment.consumer'] as const) {
    replayed.delete(table);
    rebuilt.delete(table);
  }
  expect(rebuilt).toEqual(replayed);
}
