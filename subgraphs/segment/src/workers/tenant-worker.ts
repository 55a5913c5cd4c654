import { setImmediate } from 'node:timers/promises';
import type { EventLog } from '@customer360/event-log';
import type { Logger } from '@customer360/service';

/** Work in the background that tenants have lined up, in steps of which each is a transaction or two. */
export interface TenantWork {
  /** What it is called in logs. */
  readonly name: string;
  /** Tenants that have something to do, of all. */
  findTenants(): Promise<readonly string[]>;
  /** Does the next step. False when there was nothing to do; throws when the store cannot be reached. */
  step(tenantId: string): Promise<boolean>;
}

export interface TenantWorker {
  /** Resolves when the step under way is done. */
  stop(): Promise<void>;
}

/** Works all tenants in turns, a step each, until it is stopped. A store that is away is waited for. */
export function startTenantWorker({
  work,
  log,
  logger,
  pollMs = 2_000,
}: {
  readonly work: TenantWork;
  readonly logger: Pick<Logger, 'warn'>;
  /** Waits between looks for work: the log's wake-ups, as all of it begins with a command. */
  readonly log: Pick<EventLog, 'waitForResolved'>;
  /** How often to look when nothing wakes it, in milliseconds; 2,000 when left out. */
  readonly pollMs?: number;
}): TenantWorker {
  const stopping = new AbortController();
  const { signal } = stopping;

  /** What fails for one tenant is tried again later, and keeps nobody else from going on. */
  async function stepOf(tenantId: string): Promise<boolean> {
    try {
      return await work.step(tenantId);
    } catch (error) {
      logger.warn({ err: error, worker: work.name, tenantId }, 'work waits for the database');
      return false;
    }
  }

  async function workAll(): Promise<boolean> {
    try {
      let hasWorked = false;
      for (const tenantId of await work.findTenants()) {
        if (signal.aborted) return false;
        hasWorked = (await stepOf(tenantId)) || hasWorked;
        // The embedded engine answers without letting go of the event loop: requests would wait.
        await setImmediate();
      }
      return hasWorked;
    } catch (error) {
      logger.warn({ err: error, worker: work.name }, 'work waits for the database');
      return false;
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const more = log.waitForResolved(pollMs, signal);
      while (!signal.aborted && (await workAll()));
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
