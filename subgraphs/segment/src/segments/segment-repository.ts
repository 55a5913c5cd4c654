import { sql, type Kysely } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';
import { readSchedule } from './definition-writes.ts';
import type { Segment, SegmentFilter, SegmentKind, SegmentStatus } from './segment.ts';

type Db = Kysely<SegmentDatabase>;

const statusSql = sql<SegmentStatus>`case when archived_at is not null then 'ARCHIVED'
  when version = 0 then 'BACKFILLING' else 'ACTIVE' end`;

/** Segments by name, then id. `after` is the place of the last one that is known. */
export async function findSegments(
  db: Db,
  tenantId: string,
  {
    filter,
    after,
    limit,
  }: {
    readonly filter: SegmentFilter;
    readonly after: { readonly name: string; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<readonly Segment[]> {
  const statuses = filter.statuses ?? ['BACKFILLING', 'ACTIVE'];
  let query = selectSegments(db, tenantId).where(statusSql, 'in', statuses);
  if (filter.kinds != null) query = query.where('kind', 'in', filter.kinds);
  if (filter.nameContains != null) {
    query = query.where(sql<boolean>`strpos(lower(name), lower(${filter.nameContains})) > 0`);
  }
  if (after !== null) {
    query = query.where(sql<boolean>`(name, segment_id) > (${after.name}, cast(${after.id} as uuid))`);
  }
  const rows = await query.orderBy('name').orderBy('segment_id').limit(limit).execute();
  return rows.map(toSegment);
}

/** Segments by id; those that the tenant does not have are missing. */
export async function findSegmentsByIds(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Segment>> {
  if (ids.length === 0) return new Map();
  const rows = await selectSegments(db, tenantId).where('segment_id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, toSegment(row)]));
}

/** A version as it is stored. */
export interface StoredVersion {
  readonly version: number;
  readonly activeFrom: number | null;
  /** JSON. */
  readonly rule: unknown;
}

/** Versions of each segment, newest first. */
export async function findVersions(
  db: Db,
  tenantId: string,
  segmentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredVersion[]>> {
  if (segmentIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('segment.version')
    .select(['segment_id as segmentId', 'version', 'rule', 'active_from as activeFrom'])
    .where('tenant_id', '=', tenantId)
    .where('segment_id', 'in', segmentIds)
    .orderBy('version', 'desc')
    .execute();
  return new Map(
    Object.entries(Object.groupBy(rows, ({ segmentId }) => segmentId)).map(([id, versions = []]) => [
      id,
      versions.map(({ version, activeFrom, rule }) => ({ version, activeFrom, rule: JSON.parse(rule) })),
    ]),
  );
}

/** Numbers of members; segments without any are missing. */
export async function countMembers(
  db: Db,
  tenantId: string,
  segmentIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (segmentIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('segment.membership')
    .select((eb) => ['segment_id as segmentId', eb.fn.countAll<number>().as('members')])
    .where('tenant_id', '=', tenantId)
    .where('segment_id', 'in', segmentIds)
    .groupBy('segment_id')
    .execute();
  return new Map(rows.map(({ segmentId, members }) => [segmentId, members]));
}

function selectSegments(db: Db, tenantId: string) {
  return db
    .selectFrom('segment.definition')
    .select(['segment_id as id', 'name', 'description', 'kind', 'version'])
    .select(['created_at as createdAt', 'updated_at as updatedAt', 'counted_at as countedAt'])
    .select(['last_error as lastError', 'schedule', 'count_due_at as dueAt', statusSql.as('status')])
    .where('tenant_id', '=', tenantId);
}

function toSegment({
  dueAt,
  ...row
}: Omit<Segment, 'kind' | 'schedule'> & {
  readonly kind: string;
  readonly schedule: string | null;
  readonly dueAt: number | null;
}): Segment {
  const schedule = readSchedule(row.schedule);
  return {
    ...row,
    // The table checks its kinds.
    kind: row.kind as SegmentKind,
    version: Math.max(row.version, 1),
    schedule: schedule && { ...schedule, nextAt: dueAt },
  };
}
