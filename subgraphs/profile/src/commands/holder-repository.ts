import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/** The type of an identifier and the profile that holds it. */
export interface Holder {
  readonly type: string;
  readonly profileId: string;
}

/** By identifier id; ids of remainders and of what was never seen are missing. */
export async function findHolders(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Holder>> {
  const rows = await trx
    .selectFrom('profile.identifier')
    .select(['id', 'type', 'profile_id as profileId'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${arrayParameter(trx, 'uuid', ids)})`)
    .execute();
  return new Map(rows.map(({ id, ...holder }) => [id, holder]));
}
