import { runLoop } from './consumer-loop.ts';
import type { Consumer } from './consumer.ts';
import { readLagOf } from './consumer-position.ts';
import type { EventLogDatabase } from './database.ts';
import type { Position } from './event-log.ts';
import { createIdleClock } from './idle-clock.ts';
import { createProgress } from './progress.ts';
import type { ResolvedConsumerOptions } from './resolved-consumer-options.ts';
import { findResolved, readResolved } from './resolved-stream.ts';
import { createResolvedTenantConsumer } from './resolved-tenant-consumer.ts';

/**
 * Consumes every tenant's resolved stream from the position that its projection has stored: tenants in parallel, each in
 * order. What a crash leaves half done is worked again from that position.
 */
export function startResolvedConsumer(options: ResolvedConsumerOptions): Consumer {
  const { log, name } = options;
  const tables = options.database.as<EventLogDatabase>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const progress = createProgress(name, consumedThrough);
  const idle = createIdleClock(options);
  const work = createResolvedTenantConsumer({
    options,
    signal,
    onPosition: (tenantId, position) => progress.set(tenantId, position),
  });

  /** By whatever process. Where the stream has nothing after the stored position, that is as far as it is resolved. */
  async function consumedThrough(tenantId: string): Promise<Position> {
    const stored = await options.position(tenantId);
    const { events, watermark } = await readResolved(tables, tenantId, stored, 1);
    return events.length > 0 ? stored : Math.max(stored, watermark.through);
  }

  async function drain(tenantId: string): Promise<void> {
    const through = await work(tenantId);
    if (through === null) return;
    progress.set(tenantId, through);
    await idle.tell(tenantId, through);
  }

  const running = runLoop({
    options,
    signal,
    waitForMore: (timeoutMs, waiting) => log.waitForResolved(timeoutMs, waiting),
    async findTenants() {
      const resolved = await findResolved(tables);
      return resolved
        .filter(({ tenantId, through }) => through > (progress.of(tenantId) ?? 0) || idle.isDue(tenantId))
        .map(({ tenantId }) => tenantId);
    },
    drain,
  });

  return {
    async stop() {
      stopping.abort();
      await running;
    },
    waitFor: (tenantId, position, timeoutMs) => progress.waitFor(tenantId, position, timeoutMs),
    async lag() {
      const positions = new Map<string, Position>();
      for (const { tenantId } of await findResolved(tables)) {
        positions.set(tenantId, await consumedThrough(tenantId));
      }
      return readLagOf(tables, positions);
    },
  };
}
