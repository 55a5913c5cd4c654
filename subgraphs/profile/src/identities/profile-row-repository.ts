import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { SeenRange } from './known-identifier.ts';

/** A profile as its row says it. */
export interface ProfileRow {
  readonly id: string;
  readonly founderId: string;
  readonly quarantined: boolean;
  readonly remainder: boolean;
  readonly identifiers: number;
  /** Null while no event is attributed to it. */
  readonly seen: SeenRange | null;
  /** `firstSeenAt` of the founder, shown while there is no event. */
  readonly foundedAt: number;
}

/** Seen times of profiles to which events are attributed. */
export async function findSeenRanges(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<Map<string, SeenRange>> {
  if (profileIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; from: number; to: number }>`
    select id, first_seen_at as "from", last_seen_at as "to" from profile.profile
    where tenant_id = ${tenantId} and id = any(${arrayParameter(trx, 'uuid', profileIds)}) and has_events
  `.execute(trx);
  return new Map(rows.map(({ id, from, to }) => [id, { from, to }]));
}

export async function saveProfiles(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profiles: readonly ProfileRow[],
): Promise<void> {
  if (profiles.length === 0) return;
  const uuids = (read: (profile: ProfileRow) => string) => arrayParameter(trx, 'uuid', profiles.map(read));
  const numbers = (read: (profile: ProfileRow) => number) => arrayParameter(trx, 'int8', profiles.map(read));
  await sql`
    insert into profile.profile (
      tenant_id, id, founder_id, quarantined, remainder, identifiers, first_seen_at, last_seen_at, has_events)
    select ${tenantId}, id, founder_id, quarantined = 1, remainder = 1, identifiers, first_seen_at, last_seen_at,
      has_events = 1
    from unnest(
      ${uuids(({ id }) => id)},
      ${uuids(({ founderId }) => founderId)},
      ${numbers(({ quarantined }) => (quarantined ? 1 : 0))},
      ${numbers(({ remainder }) => (remainder ? 1 : 0))},
      ${numbers(({ identifiers }) => identifiers)},
      ${numbers(({ seen, foundedAt }) => seen?.from ?? foundedAt)},
      ${numbers(({ seen, foundedAt }) => seen?.to ?? foundedAt)},
      ${numbers(({ seen }) => (seen === null ? 0 : 1))}
    ) as row (id, founder_id, quarantined, remainder, identifiers, first_seen_at, last_seen_at, has_events)
    on conflict on constraint profile_pkey do update set
      founder_id = excluded.founder_id, quarantined = excluded.quarantined, remainder = excluded.remainder,
      identifiers = excluded.identifiers, first_seen_at = excluded.first_seen_at,
      last_seen_at = excluded.last_seen_at, has_events = excluded.has_events`.execute(trx);
}

export async function deleteProfiles(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<void> {
  if (profileIds.length === 0) return;
  await sql`
    delete from profile.profile
    where tenant_id = ${tenantId} and id = any(${arrayParameter(trx, 'uuid', profileIds)})`.execute(trx);
}
