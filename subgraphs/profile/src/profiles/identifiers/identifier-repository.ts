import { arrayParameter } from '@customer360/postgres';
import type { PageRequest } from '@customer360/subgraph';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../../database.ts';
import type { Identifier } from './identifier.ts';

/** An identifier with what orders it: its birth. */
export type ListedIdentifier = Identifier & { readonly birthPosition: number; readonly birthRank: number };

/** The identifiers of each profile, oldest first. */
export async function findIdentifierPages(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  { profileIds, request }: { readonly profileIds: readonly string[]; readonly request: PageRequest },
): Promise<ListedIdentifier[]> {
  const [position, rank] = request.after ?? [-1, -1];
  const { rows } = await sql<ListedIdentifier>`
    select page.*
    from unnest(${arrayParameter(trx, 'uuid', profileIds)}) as wanted (profile_id)
    cross join lateral (
      select id, type, first_seen_at as "firstSeenAt", blocked, closed_from is not null as closed,
        profile_id as "profileId", birth_position as "birthPosition", birth_rank as "birthRank"
      from profile.identifier
      where tenant_id = ${tenantId} and identifier.profile_id = wanted.profile_id
        and (birth_position, birth_rank) > (${Number(position)}::bigint, ${Number(rank)}::integer)
      order by birth_position, birth_rank
      limit ${request.first + 1}
    ) as page`.execute(trx);
  return rows;
}

/** Milliseconds of the latest event that carried each identifier. */
export async function findLastSeen(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; lastSeenAt: number }>`
    select wanted.id, max(latest.time) as "lastSeenAt"
    from unnest(${arrayParameter(trx, 'uuid', identifierIds)}) as wanted (id)
    join profile.identifier_list_member as member
      on member.tenant_id = ${tenantId} and member.identifier_id = wanted.id
    cross join lateral (
      select time from profile.observation
      where tenant_id = ${tenantId} and list_key = member.list_key
      order by time desc limit 1
    ) as latest
    group by wanted.id`.execute(trx);
  return new Map(rows.map((row) => [row.id, row.lastSeenAt]));
}
