import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { Profile } from './profile.ts';

/**
 * Profiles by the ids that were asked for: an id that an identifier once gave its profile answers with the profile that
 * holds the identifier now. Ids that the tenant never had are left out.
 */
export async function findProfilesByIds(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Profile>> {
  const { rows } = await sql<Profile & { asked: string }>`
    select asked.id as asked, profile.id, profile.quarantined,
      profile.first_seen_at as "firstSeenAt", profile.last_seen_at as "lastSeenAt"
    from unnest(${arrayParameter(trx, 'uuid', ids)}) as asked (id)
    left join profile.identifier on identifier.tenant_id = ${tenantId} and identifier.own_profile_id = asked.id
    join profile.profile on profile.tenant_id = ${tenantId}
      and profile.id = coalesce(identifier.profile_id, asked.id)`.execute(trx);
  return new Map(rows.map(({ asked, ...profile }) => [asked, profile]));
}
