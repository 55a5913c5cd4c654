import { runLoop } from './consumer-loop.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { readLag, readPosition, findTenantsBehind, type ConsumerLag } from './consumer-position.ts';
import { createTenantConsumer } from './tenant-consumer.ts';
import { createGrowthWatch } from './growth.ts';
import type { EventLogDatabase } from './database.ts';
import type { Position } from './event-log.ts';
import { createProgress } from './progress.ts';

export interface Consumer {
  /** Resolves when the batch under way has ended; nothing is begun after the call. */
  stop(): Promise<void>;
  /** Resolves once that position is consumed; rejects after `timeoutMs`. */
  waitFor(tenantId: string, position: Position, timeoutMs: number): Promise<void>;
  /** How far each tenant's consumption is behind its log. */
  lag(): Promise<ConsumerLag[]>;
}

/**
 * Consumes every tenant's accepted stream from the stored position on: tenants in parallel, each in order. The
 * position moves in the same transaction as the handler's writes, so that a crash loses nothing and doubles nothing.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
  const tables = options.database.as<EventLogDatabase>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const progress = createProgress(options.name, (tenantId) => readPosition(tables, tenantId, options.name));
  const growth = createGrowthWatch(options.database, options.logger);

  const drain = createTenantConsumer({
    options,
    signal,
    onConsumed({ tenantId, position, entries }) {
      growth.add(entries);
      progress.set(tenantId, position);
      options.onCommit?.(tenantId);
    },
  });
  const behind = new Map<string, Position>();
  const running = runLoop({
    options,
    signal,
    waitForMore: (timeoutMs, waiting) => options.log.waitForMore(timeoutMs, waiting),
    async findTenants() {
      const found = await findTenantsBehind(tables, options.name);
      for (const { tenantId, position } of found) behind.set(tenantId, position);
      return found.map(({ tenantId }) => tenantId);
    },
    drain: (tenantId) => drain(tenantId, behind.get(tenantId) ?? null),
  });

  return {
    async stop() {
      stopping.abort();
      await running;
      await growth.settled();
    },
    waitFor: (tenantId, position, timeoutMs) => progress.waitFor(tenantId, position, timeoutMs),
    lag: () => readLag(tables, options.name),
  };
}
