import type { ConsumerOptions } from './consumer-options.ts';
import { readLag, readPosition, findTenantsBehind, type ConsumerLag } from './consumer-position.ts';
import { createTenantConsumer } from './tenant-consumer.ts';
import { createGrowthWatch } from './growth.ts';
import type { EventLogDatabase } from './database.ts';
import type { Position } from './event-log.ts';

export interface Consumer {
  /** Resolves when the batch under way has ended; nothing is begun after the call. */
  stop(): Promise<void>;
  /** Resolves once that position is consumed; rejects after `timeoutMs`. */
  waitFor(tenantId: string, position: Position, timeoutMs: number): Promise<void>;
  /** How far each tenant's consumption is behind its log. */
  lag(): Promise<ConsumerLag[]>;
}

const WAIT_POLL_MS = 100;

/**
 * Consumes every tenant's accepted stream from the stored position on: tenants in parallel, each in order. The
 * position moves in the same transaction as the handler's writes, so that a crash loses nothing and doubles nothing.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
  const tables = options.database.as<EventLogDatabase>();
  const stopping = new AbortController();
  const progress = new Map<string, Position>();
  const onProgress = new Set<() => void>();
  const draining = new Map<string, Promise<void>>();
  const growth = createGrowthWatch(options.database, options.logger);
  let lookAgain: () => void = () => undefined;

  const work = createTenantConsumer({
    options,
    signal: stopping.signal,
    onConsumed({ tenantId, position, entries }) {
      growth.add(entries);
      progress.set(tenantId, position);
      for (const look of onProgress) look();
    },
  });

  async function lookForWork(): Promise<void> {
    for (const { tenantId, position } of await findTenantsBehind(tables, options.name)) {
      if (draining.has(tenantId)) continue;
      const drained = work.drain(tenantId, position).finally(() => {
        draining.delete(tenantId);
        // An entry appended after the last look of the drain was nobody's until now.
        lookAgain();
      });
      draining.set(tenantId, drained);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const round = new AbortController();
      lookAgain = () => round.abort();
      stopping.signal.addEventListener('abort', lookAgain, { signal: round.signal });
      const more = options.log.waitForMore(options.pollMs ?? 1_000, round.signal);
      try {
        await lookForWork();
      } catch (error) {
        options.logger?.warn({ err: error, consumer: options.name }, 'consumer cannot look for work');
      }
      await more;
      round.abort();
    }
    await Promise.all(draining.values());
    await growth.settled();
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
    async waitFor(tenantId, position, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      // Another process may be the one that consumes this tenant, so the stored position is looked at too.
      while ((progress.get(tenantId) ?? 0) < position) {
        const stored = await readPosition(tables, tenantId, options.name);
        if (stored >= position) return;
        if (performance.now() > deadline) {
          throw new Error(
            `${options.name} has not reached position ${position} of ${tenantId} within ${timeoutMs} ms`,
          );
        }
        await nextProgress();
      }
    },
    lag: () => readLag(tables, options.name),
  };

  function nextProgress(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => resolve();
    const timer = setTimeout(look, WAIT_POLL_MS);
    onProgress.add(look);
    return promise.finally(() => {
      clearTimeout(timer);
      onProgress.delete(look);
    });
  }
}
