import { isConcurrencyFailure, isConnectionFailure } from '@customer360/postgres';
import type { Logger } from '@customer360/service';
import type { TenantWork } from '../workers/tenant-worker.ts';
import { failRun, stepScoring, type ScoringDependencies } from './run-scoring.ts';

/** The scoring runs of all tenants. */
export function scoringWork(
  dependencies: ScoringDependencies & { readonly logger: Pick<Logger, 'error'> },
): TenantWork {
  return {
    name: 'scoring',
    findTenants: () => findTenants(dependencies.database),
    step: (tenantId) => workOne(dependencies, tenantId),
  };
}

/** A failure of the store is waited for; any other gives the run up. */
async function workOne(dependencies: Parameters<typeof scoringWork>[0], tenantId: string): Promise<boolean> {
  try {
    return await stepScoring(dependencies, tenantId);
  } catch (error) {
    if (isConnectionFailure(error) || isConcurrencyFailure(error)) throw error;
    dependencies.logger.error({ err: error, tenantId }, 'scoring failed');
    await failRun(
      dependencies,
      tenantId,
      'The run failed; the log of the service says why. Start it again with the same key.',
    );
    return true;
  }
}

async function findTenants(database: ScoringDependencies['database']): Promise<readonly string[]> {
  const rows = await database.asSystem((trx) =>
    trx
      .selectFrom('segment.scoring_run')
      .select('tenant_id as id')
      .distinct()
      .where('status', '=', 'RUNNING')
      .orderBy('tenant_id')
      .execute(),
  );
  return rows.map(({ id }) => id);
}
