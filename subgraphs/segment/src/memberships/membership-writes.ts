import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

type Trx = Transaction<SegmentDatabase>;

export interface MembershipKey {
  readonly segmentId: string;
  readonly profileId: string;
}

export interface NewMembership extends MembershipKey {
  readonly version: number;
  /** Milliseconds. */
  readonly enteredAt: number;
}

export async function saveMemberships(
  trx: Trx,
  tenantId: string,
  memberships: readonly NewMembership[],
): Promise<void> {
  if (memberships.length === 0) return;
  const segmentIds = memberships.map(({ segmentId }) => segmentId);
  const profileIds = memberships.map(({ profileId }) => profileId);
  const versions = memberships.map(({ version }) => version);
  const moments = memberships.map(({ enteredAt }) => enteredAt);
  await sql`insert into segment.membership (tenant_id, segment_id, profile_id, version, entered_at)
    select ${tenantId}, m.segment_id, m.profile_id, m.version, m.entered_at
    from unnest(${arrayParameter(trx, 'uuid', segmentIds)}, ${arrayParameter(trx, 'uuid', profileIds)},
      ${arrayParameter(trx, 'int4', versions)}, ${arrayParameter(trx, 'int8', moments)})
      m(segment_id, profile_id, version, entered_at)
    on conflict (tenant_id, segment_id, profile_id) do update
    set version = excluded.version, entered_at = excluded.entered_at`.execute(trx);
}

export async function deleteMemberships(
  trx: Trx,
  tenantId: string,
  keys: readonly MembershipKey[],
): Promise<void> {
  if (keys.length === 0) return;
  const segmentIds = keys.map(({ segmentId }) => segmentId);
  const profileIds = keys.map(({ profileId }) => profileId);
  await sql`delete from segment.membership m
    using unnest(${arrayParameter(trx, 'uuid', segmentIds)}, ${arrayParameter(trx, 'uuid', profileIds)})
      gone(segment_id, profile_id)
    where m.tenant_id = ${tenantId} and m.segment_id = gone.segment_id and m.profile_id = gone.profile_id`.execute(
    trx,
  );
}

/** Takes profiles out of their batch segments; answers which these were. */
export async function removeFromBatches(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<readonly (MembershipKey & { readonly version: number })[]> {
  if (profileIds.length === 0) return [];
  const gone = sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`;
  await trx.deleteFrom('segment.batch_member').where('tenant_id', '=', tenantId).where(gone).execute();
  return trx
    .deleteFrom('segment.membership')
    .where('tenant_id', '=', tenantId)
    .where(gone)
    .where('segment_id', 'in', (eb) =>
      eb
        .selectFrom('segment.definition')
        .select('segment_id')
        .where('tenant_id', '=', tenantId)
        .where('kind', '=', 'BATCH'),
    )
    .returning(['segment_id as segmentId', 'profile_id as profileId', 'version'])
    .execute();
}
