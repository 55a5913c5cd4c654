import { arrayParameter } from '@customer360/postgres';
import type { PageRequest } from '@customer360/subgraph';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../../database.ts';
import type { ProfileAlias } from './merge-record.ts';

/** An alias with what orders it. */
export type ListedAlias = ProfileAlias & { readonly profileId: string; readonly position: number };

/** The ids that lost to each profile, oldest first. */
export async function findAliasPages(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  { profileIds, request }: { readonly profileIds: readonly string[]; readonly request: PageRequest },
): Promise<ListedAlias[]> {
  const [position, id] = request.after ?? [];
  const isAfter =
    position === undefined
      ? sql`true`
      : sql`(alias_position, own_profile_id) > (${Number(position)}::bigint, ${String(id)}::uuid)`;
  const { rows } = await sql<ListedAlias>`
    select wanted.profile_id as "profileId", page.*
    from unnest(${arrayParameter(trx, 'uuid', profileIds)}) as wanted (profile_id)
    cross join lateral (
      select own_profile_id as id, alias_since as since, alias_position as position
      from profile.identifier
      where tenant_id = ${tenantId} and identifier.profile_id = wanted.profile_id
        and alias_position is not null and ${isAfter}
      order by alias_position, own_profile_id
      limit ${request.first + 1}
    ) as page`.execute(trx);
  return rows;
}
