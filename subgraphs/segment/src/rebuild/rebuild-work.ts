import { isConcurrencyFailure, isConnectionFailure } from '@customer360/postgres';
import type { Logger } from '@customer360/service';
import type { TenantWork } from '../workers/tenant-worker.ts';
import { passOrGiveUp } from './pass-or-give-up.ts';
import { stepRebuild, type RebuildDependencies } from './step-rebuild.ts';

export interface RebuildWorkOptions extends RebuildDependencies {
  readonly logger: Pick<Logger, 'error'>;
  /** Entries of a batch at most; 500 when left out. */
  readonly batchSize?: number;
}

/** The rebuilds of all tenants. A batch that fails is halved until the entry at fault stands alone. */
export function rebuildWork(options: RebuildWorkOptions): TenantWork {
  const { database, logger, batchSize = 500 } = options;
  const limits = new Map<string, number>();

  async function step(tenantId: string): Promise<boolean> {
    const limit = limits.get(tenantId) ?? batchSize;
    try {
      const hasWorked = await stepRebuild(options, tenantId, limit);
      if (hasWorked) limits.set(tenantId, Math.min(batchSize, limit * 2));
      else limits.delete(tenantId);
      return hasWorked;
    } catch (error) {
      // A failure of the store is waited for.
      if (isConnectionFailure(error) || isConcurrencyFailure(error)) throw error;
      if (limit > 1) limits.set(tenantId, Math.floor(limit / 2));
      else await stopAt(tenantId, error);
      return true;
    }
  }

  async function stopAt(tenantId: string, error: unknown): Promise<void> {
    const ended = await passOrGiveUp(options, tenantId, error);
    if (ended !== null) logger.error({ err: error, tenantId, ended }, 'rebuild of segments given up');
  }

  return {
    name: 'rebuild',
    step,
    async findTenants() {
      const rows = await database.asSystem((trx) =>
        trx
          .selectFrom('segment.rebuild')
          .select('tenant_id as id')
          .where('phase', '<>', 'DONE')
          .orderBy('tenant_id')
          .execute(),
      );
      return rows.map(({ id }) => id);
    },
  };
}
