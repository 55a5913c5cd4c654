import type { Position } from './event-log.ts';

const WAIT_POLL_MS = 100;

/** How far a consumer is in each tenant, as far as this process knows, and who waits for it. */
export interface Progress {
  /** Undefined before this process has worked or looked. */
  of(tenantId: string): Position | undefined;
  set(tenantId: string, position: Position): void;
  /** Resolves once that position is consumed, by whatever process; rejects after `timeoutMs`. */
  waitFor(tenantId: string, position: Position, timeoutMs: number): Promise<void>;
}

/** `stored` looks where the position is kept: another process may be the one that consumes the tenant. */
export function createProgress(name: string, stored: (tenantId: string) => Promise<Position>): Progress {
  const reached = new Map<string, Position>();
  const waiting = new Set<() => void>();

  function next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => resolve();
    const timer = setTimeout(look, WAIT_POLL_MS);
    waiting.add(look);
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(look);
    });
  }

  return {
    of: (tenantId) => reached.get(tenantId),
    set(tenantId, position) {
      reached.set(tenantId, position);
      for (const look of waiting) look();
    },
    async waitFor(tenantId, position, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      while ((reached.get(tenantId) ?? 0) < position) {
        if ((await stored(tenantId)) >= position) return;
        if (performance.now() > deadline) {
          throw new Error(
            `${name} has not reached position ${position} of ${tenantId} within ${timeoutMs} ms`,
          );
        }
        await next();
      }
    },
  };
}
