import { sql } from 'kysely';
import type { AnyTransaction } from '@customer360/postgres';

/**
 * Reads of the tenant's log inside a transaction whose rows stand under another name: it is the tenant's own for as long
 * as `read` takes. Where both names are one nothing is switched.
 */
export async function readingLog<Result>(
  trx: AnyTransaction,
  { tenantId, logTenantId }: { readonly tenantId: string; readonly logTenantId: string },
  read: () => Promise<Result>,
): Promise<Result> {
  if (tenantId === logTenantId) return read();
  const { rows } = await sql<{ readonly role: string; readonly tenant: string }>`select
    current_setting('role') as role, coalesce(current_setting('app.tenant_id', true), '') as tenant`.execute(
    trx,
  );
  const [former] = rows;
  await enter(trx, 'c360_app', logTenantId);
  // Nothing is switched back after a failure, which ends the transaction.
  const result = await read();
  await enter(trx, former?.role ?? 'none', former?.tenant ?? '');
  return result;
}

async function enter(trx: AnyTransaction, role: string, tenant: string): Promise<void> {
  await sql`select set_config('role', ${role}, true), set_config('app.tenant_id', ${tenant}, true)`.execute(
    trx,
  );
}
