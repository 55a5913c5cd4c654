import type { Transaction } from 'kysely';
import { toConfiguration, type TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';

export async function findConfiguration(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
): Promise<TenantConfiguration> {
  const rows = await trx
    .selectFrom('profile.configuration')
    .select(['name', 'value'])
    .where('tenant_id', '=', tenantId)
    .execute();
  return toConfiguration(new Map(rows.map(({ name, value }) => [name, value])));
}
