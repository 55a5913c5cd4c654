import { arrayParameter } from '@customer360/postgres';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { IdentifierTable, ProfileDatabase } from '../database.ts';
import { profileIdOf, type Birth, type KnownIdentifier } from './known-identifier.ts';

export type IdentifierRow = Selectable<IdentifierTable>;
type Trx = Transaction<ProfileDatabase>;

/** The given identifiers and all that share a profile with them. */
export async function findWholeSets(
  trx: Trx,
  tenantId: string,
  ids: readonly string[],
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    select * from profile.identifier
    where tenant_id = ${tenantId} and profile_id = any(array(
      select distinct known.profile_id from profile.identifier known
      where known.tenant_id = ${tenantId} and known.id = any(${arrayParameter(trx, 'uuid', ids)})))
    order by birth_position, birth_rank`.execute(trx);
  return rows;
}

export async function findIdentifierRows(
  trx: Trx,
  tenantId: string,
  ids: readonly string[],
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    select * from profile.identifier
    where tenant_id = ${tenantId} and id = any(${arrayParameter(trx, 'uuid', ids)})
    order by birth_position, birth_rank`.execute(trx);
  return rows;
}

/** Ids of all identifiers of a tenant. */
export async function findAllIdentifierIds(trx: Trx, tenantId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('profile.identifier')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .execute();
  return rows.map(({ id }) => id);
}

export function toBirth(row: IdentifierRow): Birth {
  return {
    id: row.id,
    type: row.type,
    isUser: row.type === 'user_id',
    birthPosition: row.birth_position,
    birthRank: row.birth_rank,
    birthEventId: row.birth_event_id,
    firstSeenAt: row.first_seen_at,
    ownProfileId: row.own_profile_id,
    remainderId: row.remainder_id,
    remainderProfileId: row.remainder_profile_id,
  };
}

/** Inserts new identifiers and updates what can change of known ones. */
export async function saveIdentifiers(
  trx: Trx,
  tenantId: string,
  identifiers: readonly KnownIdentifier[],
): Promise<void> {
  if (identifiers.length === 0) return;
  const uuids = (read: (identifier: KnownIdentifier) => string | null) =>
    arrayParameter(trx, 'uuid', identifiers.map(read));
  const numbers = (read: (identifier: KnownIdentifier) => number | null) =>
    arrayParameter(trx, 'int8', identifiers.map(read));
  const texts = (read: (identifier: KnownIdentifier) => string | null) =>
    arrayParameter(trx, 'text', identifiers.map(read));
  await sql`
    insert into profile.identifier (
      tenant_id, id, type, birth_position, birth_rank, birth_event_id, first_seen_at, own_profile_id, remainder_id,
      remainder_profile_id, profile_id, blocked, operator, pattern_blocked, user_ids, seen_with, closed_from,
      alias_position, alias_since)
    select ${tenantId}, id, type, birth_position, birth_rank, birth_event_id, first_seen_at, own_profile_id,
      remainder_id, remainder_profile_id, profile_id, blocked, operator, pattern_blocked = 1, user_ids::uuid[],
      seen_with, closed_from, alias_position, alias_since
    from unnest(
      ${uuids(({ birth }) => birth.id)},
      ${texts(({ birth }) => birth.type)},
      ${numbers(({ birth }) => birth.birthPosition)},
      ${numbers(({ birth }) => birth.birthRank)},
      ${uuids(({ birth }) => birth.birthEventId)},
      ${numbers(({ birth }) => birth.firstSeenAt)},
      ${uuids(({ birth }) => birth.ownProfileId)},
      ${uuids(({ birth }) => birth.remainderId)},
      ${uuids(({ birth }) => birth.remainderProfileId)},
      ${uuids(({ set }) => profileIdOf(set))},
      ${texts(({ blocked }) => blocked)},
      ${texts(({ operator }) => operator)},
      ${numbers(({ isPattern }) => (isPattern ? 1 : 0))},
      ${texts(({ userIds }) => `{${userIds.join(',')}}`)},
      ${uuids(({ seenWith }) => seenWith)},
      ${numbers(({ closedFrom }) => closedFrom)},
      ${numbers(({ alias }) => alias?.position ?? null)},
      ${numbers(({ alias }) => alias?.since ?? null)}
    ) as row (
      id, type, birth_position, birth_rank, birth_event_id, first_seen_at, own_profile_id, remainder_id,
      remainder_profile_id, profile_id, blocked, operator, pattern_blocked, user_ids, seen_with, closed_from,
      alias_position, alias_since)
    on conflict on constraint identifier_pkey do update set
      profile_id = excluded.profile_id, blocked = excluded.blocked, operator = excluded.operator,
      pattern_blocked = excluded.pattern_blocked, user_ids = excluded.user_ids, seen_with = excluded.seen_with,
      closed_from = excluded.closed_from, alias_position = excluded.alias_position,
      alias_since = excluded.alias_since`.execute(trx);
}
