import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../../database.ts';
import type { GoldenTraits } from '../profile-traits.ts';

/** Golden values by trait name of each profile that has any. */
export async function findGoldenTraits(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  profileIds: readonly string[],
): Promise<Map<string, GoldenTraits>> {
  const rows = await trx
    .selectFrom('profile.golden_record')
    .select(['profile_id as profileId', 'traits'])
    .where('tenant_id', '=', tenantId)
    .where('profile_id', '=', sql<string>`any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
  return new Map(rows.map((row) => [row.profileId, new Map(Object.entries(row.traits))]));
}
