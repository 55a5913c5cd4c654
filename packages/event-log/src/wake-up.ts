import type { AnyDatabase } from '@customer360/postgres';

/**
 * Tells waiting readers of a stream of new entries. The notice goes out after the commit, and at most one is under way
 * per process: a notice inside the transaction would queue all commits of the server behind one lock.
 */
export function createWakeUp(database: AnyDatabase, stream: 'accepted' | 'resolved') {
  const channel = `event_log_${stream}`;
  const waiting = new Set<() => void>();
  let listening: Promise<() => Promise<void>> | null = null;
  let announcing = false;
  let again = false;

  function wake(): void {
    for (const resume of waiting) resume();
  }

  function listen(): void {
    listening ??= database.listen(channel, wake);
    // Without notices readers still look at every time-out, and the next wait tries to listen again.
    listening.catch(() => (listening = null));
  }

  async function send(tenantId: string): Promise<void> {
    try {
      do {
        again = false;
        await database.notify(channel, tenantId);
      } while (again);
    } catch {
      // A lost notice costs one polling interval.
    } finally {
      announcing = false;
    }
  }

  return {
    announce(tenantId: string): void {
      if (announcing) {
        again = true;
        return;
      }
      announcing = true;
      void send(tenantId);
    },
    async wait(timeoutMs: number, signal?: AbortSignal): Promise<void> {
      listen();
      if (signal?.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const resume = () => resolve();
      const timer = setTimeout(resume, timeoutMs);
      signal?.addEventListener('abort', resume);
      waiting.add(resume);
      await promise;
      waiting.delete(resume);
      signal?.removeEventListener('abort', resume);
      clearTimeout(timer);
    },
    async close(): Promise<void> {
      const stop = await listening?.catch(() => null);
      await stop?.();
    },
  };
}
