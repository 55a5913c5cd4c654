import { arrayParameter } from '@customer360/postgres';
import type { MembershipChange } from '@customer360/segment-rules';
import { sql, type Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

type Trx = Transaction<SegmentDatabase>;

export const activityReasons = ['RULE', 'MERGED', 'ARCHIVED', 'QUARANTINED', 'REBUILT'] as const;
export type ActivityReason = (typeof activityReasons)[number];

/** A change as the log is told of it: found by evaluation, or by a comparison of what it found with the log. */
export interface ToldChange extends Omit<MembershipChange, 'reason'> {
  readonly reason: ActivityReason;
}

/** A change with its place and its id in the log. */
export interface NewActivity extends ToldChange {
  readonly sequence: number;
  readonly eventId: string;
}

/** Adds what happened; what is not in the log goes there after the commit. */
export async function insertActivities(
  trx: Trx,
  tenantId: string,
  { activities, isLogged }: { readonly activities: readonly NewActivity[]; readonly isLogged: boolean },
): Promise<void> {
  if (activities.length === 0) return;
  const list = (type: 'text' | 'uuid' | 'int8' | 'int4', of: (one: NewActivity) => string | number) =>
    arrayParameter(trx, type, activities.map(of));
  await sql`insert into segment.activity (tenant_id, sequence, change_id, event_id, kind, segment_id, version,
      profile_id, at, cause, reason, is_logged)
    select ${tenantId}, a.*, ${isLogged}::boolean from unnest(
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
): Promise<readonly NewActivity[]> {
  return trx
    .selectFrom('segment.activity')
    .select(['sequence', 'change_id as id', 'event_id as eventId', 'segment_id as segmentId', 'version'])
    .select(['profile_id as profileId', 'at', 'cause'])
    .select(sql<NewActivity['kind']>`kind`.as('kind'))
    .select(sql<ActivityReason>`reason`.as('reason'))
    .where('tenant_id', '=', tenantId)
    .where('is_logged', '=', false)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

/** Says that changes are in the log now. One that a rebuild has given another place meanwhile stays as it is. */
export async function markLogged(
  trx: Trx,
  tenantId: string,
  logged: readonly Pick<NewActivity, 'sequence' | 'id'>[],
): Promise<void> {
  const sequences = logged.map(({ sequence }) => sequence);
  const ids = logged.map(({ id }) => id);
  await sql`update segment.activity a set is_logged = true
    from unnest(${arrayParameter(trx, 'int8', sequences)}, ${arrayParameter(trx, 'uuid', ids)}) l(sequence, id)
    where a.tenant_id = ${tenantId} and a.sequence = l.sequence and a.change_id = l.id`.execute(trx);
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
  readonly reason: ActivityReason;
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
