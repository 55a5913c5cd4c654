import { setImmediate } from 'node:timers/promises';
import type { RunOptions } from './consumer-options.ts';

/** What a loop looks for and what it does with it. */
export interface LoopWork {
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  /** Resolves when there may be more, or after `timeoutMs`. */
  waitForMore(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Tenants that have something to do. */
  findTenants(): Promise<readonly string[]>;
  /** Does it; it handles its own failures. */
  drain(tenantId: string): Promise<void>;
}

/** Drains tenants in parallel, each by one at a time, until `signal` says stop. Resolves when all work has ended. */
export async function runLoop({ options, signal, ...work }: LoopWork): Promise<void> {
  const draining = new Map<string, Promise<void>>();
  let lookAgain: () => void = () => undefined;

  async function lookForWork(): Promise<void> {
    for (const tenantId of await work.findTenants()) {
      if (draining.has(tenantId)) continue;
      const drained = work.drain(tenantId).finally(() => {
        draining.delete(tenantId);
        // An entry that came after the last look of the drain was nobody's until now.
        lookAgain();
      });
      draining.set(tenantId, drained);
    }
  }

  while (!signal.aborted) {
    const round = new AbortController();
    lookAgain = () => round.abort();
    signal.addEventListener('abort', lookAgain, { signal: round.signal });
    const more = work.waitForMore(options.pollMs ?? 1_000, round.signal);
    try {
      await lookForWork();
    } catch (error) {
      options.logger?.warn({ err: error, consumer: options.name }, 'consumer cannot look for work');
    }
    await more;
    round.abort();
    // The embedded engine answers without letting go of the event loop: timers and requests would wait for ever.
    await setImmediate();
  }
  await Promise.all(draining.values());
}
