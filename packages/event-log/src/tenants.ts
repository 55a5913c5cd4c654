import { randomBytes } from 'node:crypto';
import type { AnyDatabase } from '@customer360/postgres';
import type { EventLogDatabase, KeyName } from './database.ts';
import { ensurePartitions } from './partitions.ts';

const keyNames = ['ids', 'values', 'content', 'consent'] as const satisfies readonly KeyName[];

/** The ids that an access token may name (`isTenantId` of the service package): nobody could reach any other tenant. */
const tenantId = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Makes a tenant with its keys, its empty log and, if they are missing, the partitions it needs. */
export async function createTenant(
  database: AnyDatabase,
  tenant: { readonly id: string; readonly name: string },
): Promise<void> {
  if (!tenantId.test(tenant.id)) {
    throw new Error(`"${tenant.id}" is not a tenant id: 1 to 63 of a-z, 0-9 and -, with no - at either end`);
  }
  await ensurePartitions(database);
  await database.as<EventLogDatabase>().asSystem(async (trx) => {
    const made = await trx
      .insertInto('event_log.tenant')
      .values({ tenant_id: tenant.id, name: tenant.name })
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .returning('tenant_id')
      .execute();
    if (made.length === 0) throw new Error(`Tenant ${tenant.id} exists already`);
    await trx
      .insertInto('event_log.tenant_key')
      .values(
        keyNames.map((name) => ({ tenant_id: tenant.id, name, secret: randomBytes(32), destroyed_at: null })),
      )
      .execute();
    await trx
      .insertInto('event_log.head')
      .values({ tenant_id: tenant.id, position: 0, logged_at: 0 })
      .execute();
  });
}

/** Ids of all tenants, in order. */
export async function listTenants(database: AnyDatabase): Promise<string[]> {
  const rows = await database
    .as<EventLogDatabase>()
    .asSystem((trx) => trx.selectFrom('event_log.tenant').select('tenant_id').orderBy('tenant_id').execute());
  return rows.map(({ tenant_id }) => tenant_id);
}
