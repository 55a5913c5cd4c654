import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/** Types by identifier id; ids of remainders are missing. */
export async function findIdentifierTypes(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('profile.identifier')
    .select(['id', 'type'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${arrayParameter(trx, 'uuid', ids)})`)
    .execute();
  return new Map(rows.map(({ id, type }) => [id, type]));
}
