import { canonicalJson } from '@customer360/tracking';
import type { Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { SegmentKind } from './segment.ts';

type Trx = Transaction<SegmentDatabase>;

/** A segment as commands see it. */
export interface Definition {
  readonly segmentId: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: SegmentKind;
  /** The version in force; 0 before the first. */
  readonly version: number;
  readonly latestVersion: number;
  readonly isArchived: boolean;
  /** JSON of the latest version's rule. */
  readonly latestRule: unknown;
  /** When a batch segment is counted by itself; null when never. */
  readonly schedule: Schedule | null;
}

/** All segments of a tenant, those that have ended too: commands are rare and ask about all of them. */
export async function readDefinitions(trx: Trx, tenantId: string): Promise<ReadonlyMap<string, Definition>> {
  const rows = await trx
    .selectFrom('segment.definition as d')
    .innerJoin('segment.version as v', (join) =>
      join
        .onRef('v.tenant_id', '=', 'd.tenant_id')
        .onRef('v.segment_id', '=', 'd.segment_id')
        .onRef('v.version', '=', 'd.latest_version'),
    )
    .select(['d.segment_id as segmentId', 'd.name', 'd.description', 'd.kind', 'd.version'])
    .select(['d.latest_version as latestVersion', 'd.archived_at as archivedAt', 'v.rule', 'd.schedule'])
    .where('d.tenant_id', '=', tenantId)
    .execute();
  return new Map(
    rows.map(({ rule, archivedAt, kind, schedule, ...row }) => [
      row.segmentId,
      {
        ...row,
        // The table checks its kinds.
        kind: kind as SegmentKind,
        isArchived: archivedAt !== null,
        latestRule: JSON.parse(rule),
        schedule: readSchedule(schedule),
      },
    ]),
  );
}

/** A schedule as `segment.definition` keeps it. */
export function readSchedule(text: string | null): Schedule | null {
  return text === null ? null : JSON.parse(text);
}

/** JSON of the rule of a version. */
export async function readRuleOf(
  trx: Trx,
  tenantId: string,
  { segmentId, version }: Pick<Definition, 'segmentId' | 'version'>,
): Promise<unknown> {
  const { rule } = await trx
    .selectFrom('segment.version')
    .select('rule')
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return JSON.parse(rule);
}

export async function insertDefinition(
  trx: Trx,
  tenantId: string,
  segment: Pick<Definition, 'segmentId' | 'name' | 'description' | 'kind' | 'schedule'> & {
    readonly rule: unknown;
    readonly at: number;
  },
): Promise<void> {
  const { segmentId, name, description, kind, rule, schedule, at } = segment;
  await trx
    .insertInto('segment.definition')
    .values({
      tenant_id: tenantId,
      segment_id: segmentId,
      name,
      description,
      kind,
      version: 0,
      latest_version: 1,
      created_at: at,
      updated_at: at,
      counted_at: null,
      archived_at: null,
      last_error: null,
      schedule: schedule && canonicalJson(schedule),
      count_due_at: null,
    })
    .execute();
  await insertVersion(trx, tenantId, { segmentId, version: 1, rule });
}

export async function insertVersion(
  trx: Trx,
  tenantId: string,
  {
    segmentId,
    version,
    rule,
  }: {
    readonly segmentId: string;
    readonly version: number;
    readonly rule: unknown;
  },
): Promise<void> {
  await trx
    .insertInto('segment.version')
    .values({
      tenant_id: tenantId,
      segment_id: segmentId,
      version,
      rule: canonicalJson(rule),
      active_from: null,
    })
    .execute();
}

export async function updateDefinition(
  trx: Trx,
  tenantId: string,
  segmentId: string,
  changes: Partial<Omit<SegmentDatabase['segment.definition'], 'tenant_id' | 'segment_id'>>,
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await trx
    .updateTable('segment.definition')
    .set(changes)
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .execute();
}

/** The version takes force. */
export async function activateVersion(
  trx: Trx,
  tenantId: string,
  {
    segmentId,
    version,
    at,
  }: {
    readonly segmentId: string;
    readonly version: number;
    readonly at: number;
  },
): Promise<void> {
  await trx
    .updateTable('segment.version')
    .set({ active_from: at })
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .where('version', '=', version)
    .execute();
  await updateDefinition(trx, tenantId, segmentId, { version, updated_at: at, last_error: null });
}
