import { sql, type Kysely } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

type Db = Kysely<SegmentDatabase>;

export interface Member {
  readonly profileId: string;
  /** Milliseconds. */
  readonly enteredAt: number;
}

/** Which members of a segment are asked for. */
export interface MemberQuestion {
  readonly segmentId: string;
  /** Only those that granted it; everybody when null. */
  readonly purpose: string | null;
  /** The moment that grants must last beyond, milliseconds. */
  readonly at: number;
  /** The moment whose members are asked for, milliseconds; those of now when left out. */
  readonly memberAt?: number | null;
}

/** Members, latest entered first, then by profile id. */
export async function findMembers(
  db: Db,
  tenantId: string,
  question: MemberQuestion & { readonly after: Member | null; readonly limit: number },
): Promise<readonly Member[]> {
  const { after, limit } = question;
  let query = selectMembers(db, tenantId, question).select([
    'm.profile_id as profileId',
    'm.entered_at as enteredAt',
  ]);
  if (after !== null) {
    query = query
      .where(
        sql<boolean>`(-m.entered_at, m.profile_id) > (${-after.enteredAt}::bigint, ${after.profileId}::uuid)`,
      )
      .where('m.entered_at', '<=', after.enteredAt);
  }
  return query.orderBy('m.entered_at', 'desc').orderBy('m.profile_id').limit(limit).execute();
}

export async function countMembersWith(db: Db, tenantId: string, question: MemberQuestion): Promise<number> {
  const { members } = await selectMembers(db, tenantId, question)
    .select((eb) => eb.fn.countAll<number>().as('members'))
    .executeTakeFirstOrThrow();
  return members;
}

function selectMembers(
  db: Db,
  tenantId: string,
  { segmentId, purpose, at, memberAt = null }: MemberQuestion,
) {
  const source =
    memberAt === null
      ? presentMembers(db, tenantId, segmentId)
      : membersOfMoment(db, tenantId, { segmentId, memberAt });
  const members = db.selectFrom(source.as('m'));
  if (purpose === null) return members;
  return members.where((eb) =>
    eb.exists(
      eb
        .selectFrom('segment.consent as c')
        .select('c.profile_id')
        .where('c.tenant_id', '=', tenantId)
        .whereRef('c.profile_id', '=', 'm.profile_id')
        .where('c.purpose', '=', purpose)
        .where('c.status', '=', 'GRANTED')
        .where((grant) => grant.or([grant('c.expires_at', 'is', null), grant('c.expires_at', '>', at)])),
    ),
  );
}

function presentMembers(db: Db, tenantId: string, segmentId: string) {
  return db
    .selectFrom('segment.membership')
    .select(['profile_id', 'entered_at'])
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId);
}

/** Whose last entering or leaving through a moment was an entering. */
function membersOfMoment(
  db: Db,
  tenantId: string,
  { segmentId, memberAt }: { readonly segmentId: string; readonly memberAt: number },
) {
  const latest = db
    .selectFrom('segment.activity')
    .distinctOn('profile_id')
    .select(['profile_id', 'kind', 'at as entered_at'])
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .where('at', '<=', memberAt)
    .orderBy('profile_id')
    .orderBy('sequence', 'desc');
  return db
    .selectFrom(latest.as('latest'))
    .select(['profile_id', 'entered_at'])
    .where('kind', '=', 'ENTERED');
}

/** A segment that a profile is in. */
export interface ProfileMembership {
  readonly profileId: string;
  readonly segmentId: string;
  readonly version: number;
  /** Milliseconds. */
  readonly enteredAt: number;
}

/** What each profile is in, latest entered first. */
export async function findMembershipsOf(
  db: Db,
  tenantId: string,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ProfileMembership[]>> {
  const rows = await db
    .selectFrom('segment.membership')
    .select(['profile_id as profileId', 'segment_id as segmentId', 'version', 'entered_at as enteredAt'])
    .where('tenant_id', '=', tenantId)
    .where('profile_id', 'in', profileIds)
    .orderBy('entered_at', 'desc')
    .orderBy('segment_id')
    .execute();
  return Map.groupBy(rows, ({ profileId }) => profileId);
}
