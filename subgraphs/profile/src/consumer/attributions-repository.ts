import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/** Attribution ids of each profile: its identifiers, or the one remainder. */
export async function findAttributions(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = arrayParameter(trx, 'uuid', profileIds);
  const { rows } = await sql<{ profileId: string; attributionId: string }>`
    select profile_id as "profileId", id as "attributionId" from profile.identifier
    where tenant_id = ${tenantId} and profile_id = any(${wanted})
    union all
    select remainder_profile_id, remainder_id from profile.identifier
    where tenant_id = ${tenantId} and remainder_profile_id = any(${wanted}) and closed_from is not null
  `.execute(trx);
  const byProfile = Map.groupBy(rows, ({ profileId }) => profileId);
  return new Map([...byProfile].map(([id, found]) => [id, found.map(({ attributionId }) => attributionId)]));
}
