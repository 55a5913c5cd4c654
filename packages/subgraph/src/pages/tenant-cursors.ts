import { listTenants, loadKeyedIds } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { AppError } from '@customer360/service';
import { createCursors, type Cursors } from './cursor.ts';

/** Cursors under the tenant's own key. Throws FORBIDDEN for a tenant that does not exist. */
export async function cursorsOf(database: AnyDatabase, tenantId: string): Promise<Cursors> {
  try {
    const ids = await loadKeyedIds(database, tenantId);
    return createCursors(ids.of('cursor'));
  } catch (cause) {
    if ((await listTenants(database)).includes(tenantId)) throw cause;
    throw new AppError('FORBIDDEN', 'The tenant of the token does not exist.', { cause });
  }
}
