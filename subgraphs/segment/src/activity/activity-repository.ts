import { arrayParameter } from '@customer360/postgres';
import type { MembershipChange } from '@customer360/segment-rules';
import { sql, type Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

type Trx = Transaction<SegmentDatabase>;

/** A change with its place and its id in the log. */
export interface NewActivity extends MembershipChange {
  readonly sequence: number;
  readonly eventId: string;
}

/** Adds what happened; it goes into the log after the commit. */
export async function insertActivities(
  trx: Trx,
  tenantId: string,
  activities: readonly NewActivity[],
): Promise<void> {
  if (activities.length === 0) return;
  const list = (type: 'text' | 'uuid' | 'int8' | 'int4', of: (one: NewActivity) => string | number) =>
    arrayParameter(trx, type, activities.map(of));
  await sql`insert into segment.activity (tenant_id, sequence, change_id, event_id, kind, segment_id, version,
      profile_id, at, cause, reason, is_logged)
    select ${tenantId}, a.*, false from unnest(
      ${list('int8', ({ sequence }) => sequence)}, ${list('uuid', ({ id }) => id)},
      ${list('uuid', ({ eventId }) => eventId)}, ${list('text', ({ kind }) => kind)},
      ${list('uuid', ({ segmentId }) => segmentId)}, ${list('int4', ({ version }) => version)},
      ${list('uuid', ({ profileId }) => profileId)}, ${list('int8', ({ at }) => at)},
      ${list('text', ({ cause }) => cause)}, ${list('text', ({ reason }) => reason)}) a`.execute(trx);
}

/** What is not in the log yet, in order. */
export async function findUnlogged(
  trx: Trx,
  tenantId: string,
  limit: number,
): Promise<
  readonly (Omit<MembershipChange, 'reason'> & {
    readonly sequence: number;
    readonly reason: string;
  })[]
> {
  return trx
    .selectFrom('segment.activity')
    .select(['sequence', 'change_id as id', 'segment_id as segmentId', 'version'])
    .select(sql<MembershipChange['kind']>`kind`.as('kind'))
    .select(['profile_id as profileId', 'at', 'cause', 'reason'])
    .where('tenant_id', '=', tenantId)
    .where('is_logged', '=', false)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

export async function markLogged(trx: Trx, tenantId: string, sequences: readonly number[]): Promise<void> {
  await trx
    .updateTable('segment.activity')
    .set({ is_logged: true })
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`sequence = any(${arrayParameter(trx, 'int8', sequences)})`)
    .execute();
}

/** Somebody entered or left a segment. */
export interface Activity {
  readonly sequence: number;
  /** Id of the event in the log. */
  readonly id: string;
  readonly kind: 'ENTERED' | 'EXITED';
  readonly segmentId: string;
  readonly version: number;
  readonly profileId: string;
  /** Milliseconds. */
  readonly at: number;
  readonly reason: MembershipChange['reason'];
  /** True while the profile has an identifier. */
  readonly isPresent: boolean;
}

/** What happened after a place, in order. */
export async function findActivities(
  trx: Trx,
  tenantId: string,
  {
    segmentId,
    after,
    limit,
  }: {
    readonly segmentId: string | null;
    readonly after: number;
    readonly limit: number;
  },
): Promise<readonly Activity[]> {
  let query = trx
    .selectFrom('segment.activity as a')
    .leftJoin('segment.profile as p', (join) =>
      join.onRef('p.tenant_id', '=', 'a.tenant_id').onRef('p.profile_id', '=', 'a.profile_id'),
    )
    .select(['a.sequence', 'a.event_id as id', 'a.segment_id as segmentId', 'a.version'])
    .select(['a.profile_id as profileId', 'a.at'])
    .select(sql<Activity['kind']>`a.kind`.as('kind'))
    .select(sql<Activity['reason']>`a.reason`.as('reason'))
    .select(sql<boolean>`p.profile_id is not null`.as('isPresent'))
    .where('a.tenant_id', '=', tenantId)
    .where('a.sequence', '>', after);
  if (segmentId !== null) query = query.where('a.segment_id', '=', segmentId);
  return query.orderBy('a.sequence').limit(limit).execute();
}
