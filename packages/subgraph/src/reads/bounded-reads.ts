import { isTooSlow, type Database } from '@customer360/postgres';
import { AppError } from '@customer360/service';

/**
 * The same database for what a caller asks: no statement may take longer, so that one question cannot hold a connection
 * from all others. What takes longer throws UPSTREAM_UNAVAILABLE.
 */
export function boundedReads<DB>(database: Database<DB>, statementTimeoutMs: number): Database<DB> {
  return {
    ...database,
    async inTenant(tenantId, work) {
      try {
        return await database.inTenant(tenantId, work, { statementTimeoutMs });
      } catch (cause) {
        if (!isTooSlow(cause)) throw cause;
        const message = `Reading took longer than ${statementTimeoutMs} ms.`;
        throw new AppError('UPSTREAM_UNAVAILABLE', message, { cause });
      }
    },
    as: <Other>() => boundedReads(database.as<Other>(), statementTimeoutMs),
  };
}
