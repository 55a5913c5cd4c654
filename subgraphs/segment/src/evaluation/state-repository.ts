import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

type Trx = Transaction<SegmentDatabase>;

/** What is remembered of a profile, as text. */
export interface StoredState {
  readonly profileId: string;
  readonly snapshot: string;
  /** The first moment at which one of its rules turns if nothing comes in, milliseconds; null when none ever does. */
  readonly dueAt: number | null;
}

export async function findStates(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<readonly StoredState[]> {
  if (profileIds.length === 0) return [];
  return trx
    .selectFrom('segment.state')
    .select(['profile_id as profileId', 'snapshot', 'due_at as dueAt'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
}

/** The next profiles after one, by id. */
export async function findNextProfiles(
  trx: Trx,
  tenantId: string,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  let query = trx
    .selectFrom('segment.state')
    .select('profile_id as profileId')
    .where('tenant_id', '=', tenantId);
  if (after !== null) query = query.where('profile_id', '>', after);
  const rows = await query.orderBy('profile_id').limit(limit).execute();
  return rows.map(({ profileId }) => profileId);
}

/** Profiles that have something due, earliest first. */
export async function findDueProfiles(
  trx: Trx,
  tenantId: string,
  through: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('segment.state')
    .select('profile_id as profileId')
    .where('tenant_id', '=', tenantId)
    .where('due_at', '<=', through)
    .orderBy('due_at')
    .limit(limit)
    .execute();
  return rows.map(({ profileId }) => profileId);
}

/** The present profiles of identifiers; unknown ones are missing. */
export async function findProfilesOfIdentifiers(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<readonly string[]> {
  if (identifierIds.length === 0) return [];
  const rows = await trx
    .selectFrom('segment.identifier')
    .select('profile_id as profileId')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})`)
    .execute();
  return rows.map(({ profileId }) => profileId);
}

export async function saveStates(trx: Trx, tenantId: string, states: readonly StoredState[]): Promise<void> {
  if (states.length === 0) return;
  const profileIds = states.map(({ profileId }) => profileId);
  const snapshots = states.map(({ snapshot }) => snapshot);
  const dues = states.map(({ dueAt }) => dueAt);
  await sql`insert into segment.state (tenant_id, profile_id, snapshot, due_at)
    select ${tenantId}, s.profile_id, s.snapshot, s.due_at
    from unnest(${arrayParameter(trx, 'uuid', profileIds)}, ${arrayParameter(trx, 'text', snapshots)},
      ${arrayParameter(trx, 'int8', dues)}) s(profile_id, snapshot, due_at)
    on conflict (tenant_id, profile_id) do update
    set snapshot = excluded.snapshot, due_at = excluded.due_at`.execute(trx);
}

export async function deleteStates(trx: Trx, tenantId: string, profileIds: readonly string[]): Promise<void> {
  if (profileIds.length === 0) return;
  await trx
    .deleteFrom('segment.state')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
}

export async function countProfiles(trx: Trx, tenantId: string): Promise<number> {
  const { profiles } = await trx
    .selectFrom('segment.state')
    .select((eb) => eb.fn.countAll<number>().as('profiles'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return profiles;
}
