import type { LogEntry, Position } from './event-log.ts';
import { readRetry } from './parked.ts';

/** A retry of this consumer stands for the content of the entry it names, at its own place and time. */
export async function withRetries(
  consumer: string,
  entries: readonly LogEntry[],
  read: (after: Position, limit: number) => Promise<readonly LogEntry[]>,
): Promise<readonly LogEntry[]> {
  if (entries.every(({ kind }) => kind !== 'retry')) return entries;
  return Promise.all(
    entries.map(async (entry) => {
      const retry = readRetry(entry);
      if (retry?.consumer !== consumer) return entry;
      const [named] = await read(retry.retryOf - 1, 1);
      if (!named) throw new Error(`Retry ${entry.position} names the missing entry ${retry.retryOf}`);
      const { position, loggedAt } = entry;
      return { ...named, position, loggedAt, time: Math.min(named.timestamp, named.receivedAt, loggedAt) };
    }),
  );
}
