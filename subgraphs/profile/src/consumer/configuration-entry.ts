import { configurationSchemas, type ConfigurationName, type LogEntry } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import { toConfiguration, type TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';

/** A tenant's configuration with the value that an entry gives it. Throws when the value is not valid. */
export function reconfigured(before: TenantConfiguration, entry: LogEntry): TenantConfiguration {
  const { name, value } = toSetting(entry);
  return { ...before, [name]: configurationSchemas[name].parse(value) };
}

export async function saveConfiguration(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  entry: LogEntry,
): Promise<void> {
  const { name, value } = toSetting(entry);
  const row = { value: JSON.stringify(value), position: entry.position };
  await trx
    .insertInto('profile.configuration')
    .values({ tenant_id: tenantId, name, ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(row))
    .execute();
}

export async function loadConfiguration(
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

function toSetting(entry: LogEntry): { readonly name: ConfigurationName; readonly value: unknown } {
  const payload: unknown = JSON.parse(entry.payload ?? 'null');
  if (typeof payload === 'object' && payload !== null && 'configuration' in payload && 'value' in payload) {
    const { configuration, value } = payload;
    if (configuration === 'blockedValues') {
      return { name: configuration, value: entry.identifiers.map(({ id }) => id) };
    }
    if (typeof configuration === 'string' && isName(configuration)) return { name: configuration, value };
  }
  throw new Error(`entry ${entry.position} configures nothing that is known`);
}

function isName(name: string): name is ConfigurationName {
  return Object.hasOwn(configurationSchemas, name);
}
