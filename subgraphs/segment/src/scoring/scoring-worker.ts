import type { EventLog } from '@customer360/event-log';
import { isConcurrencyFailure, isConnectionFailure } from '@customer360/postgres';
import type { Logger } from '@customer360/service';
import { failRun, stepScoring, type ScoringDependencies } from './run-scoring.ts';

export interface ScoringWorkerOptions extends ScoringDependencies {
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  /** Waits between looks for runs: the log's wake-ups, as each run begins with a command. */
  readonly log: Pick<EventLog, 'waitForResolved'>;
  /** How often to look when nothing wakes it, in milliseconds; 2,000 when left out. */
  readonly pollMs?: number;
}

/** Works the scoring runs of all tenants, one step after the other. */
export interface ScoringWorker {
  /** Resolves when the step under way is done. */
  stop(): Promise<void>;
}

export function startScoringWorker(options: ScoringWorkerOptions): ScoringWorker {
  const { log, pollMs = 2_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const more = log.waitForResolved(pollMs, signal);
      while (!signal.aborted && (await workAll(options, signal)));
      await more;
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One step for each tenant that has a run open; false when none has, or none can be reached. */
async function workAll(options: ScoringWorkerOptions, signal: AbortSignal): Promise<boolean> {
  const { database, logger } = options;
  try {
    let hasWorked = false;
    for (const tenantId of await findTenants(database)) {
      if (signal.aborted) return false;
      hasWorked = (await workOne(options, tenantId)) || hasWorked;
    }
    return hasWorked;
  } catch (error) {
    logger.warn({ err: error }, 'scoring waits for the database');
    return false;
  }
}

/** A failure of the store is waited for; any other gives the run up. */
async function workOne(options: ScoringWorkerOptions, tenantId: string): Promise<boolean> {
  try {
    return await stepScoring(options, tenantId);
  } catch (error) {
    if (isConnectionFailure(error) || isConcurrencyFailure(error)) throw error;
    options.logger.error({ err: error, tenantId }, 'scoring failed');
    await failRun(
      options,
      tenantId,
      'The run failed; the log of the service says why. Start it again with the same key.',
    );
    return true;
  }
}

async function findTenants(database: ScoringWorkerOptions['database']): Promise<readonly string[]> {
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
