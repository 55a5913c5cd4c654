import type { AppendResult, EventLog, NewEntry } from '@customer360/event-log';
import { isConnectionFailure } from '@customer360/postgres';

export interface AppendQueueLimits {
  /** Events that one append takes; a single request may bring more. */
  readonly groupEvents: number;
  /** Milliseconds to wait for more requests before an append; 0: as long as the former append runs. */
  readonly gatherMs: number;
  /** Events that may wait or be on their way, over all tenants. */
  readonly maxEvents: number;
  /** Bytes of their payloads. */
  readonly maxBytes: number;
  /** A tenant whose oldest request has waited longer than this is asked to come back later. */
  readonly maxWaitMs: number;
}

export interface AppendQueueMeasures {
  group(events: number, seconds: number): void;
  depth(events: number, bytes: number): void;
}

/** Appends what concurrent requests bring together, one group of a tenant at a time. */
export interface AppendQueue {
  /** Resolves when the entries are durable. Rejects with `OverloadedError`, or with what the log failed on. */
  append(tenantId: string, entries: readonly NewEntry[]): Promise<readonly AppendResult[]>;
  /** Seconds after which the tenant should try again; null while there is room. */
  retryAfterSeconds(tenantId: string): number | null;
}

/** There is no room: nothing was appended. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('the log cannot keep up');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface Waiting {
  readonly entries: readonly NewEntry[];
  readonly bytes: number;
  readonly since: number;
  readonly resolve: (results: readonly AppendResult[]) => void;
  readonly reject: (error: unknown) => void;
}

interface TenantQueue {
  waiting: Waiting[];
  underWay: readonly Waiting[];
}

export function createAppendQueue(options: {
  readonly log: Pick<EventLog, 'append'>;
  readonly limits: AppendQueueLimits;
  readonly measures: AppendQueueMeasures;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
}): AppendQueue {
  const { log, limits, measures, clock } = options;
  const queues = new Map<string, TenantQueue>();
  const held = { events: 0, bytes: 0 };

  function retryAfterSeconds(tenantId: string): number | null {
    const queue = queues.get(tenantId);
    const oldest = queue?.underWay[0] ?? queue?.waiting[0];
    const waitedMs = oldest === undefined ? 0 : clock() - oldest.since;
    const full = held.events >= limits.maxEvents || held.bytes >= limits.maxBytes;
    if (!full && waitedMs <= limits.maxWaitMs) return null;
    return Math.min(30, 1 + Math.ceil(waitedMs / 1_000));
  }

  function hold(events: number, bytes: number): void {
    held.events += events;
    held.bytes += bytes;
    measures.depth(held.events, held.bytes);
  }

  async function appendGroup(tenantId: string, group: readonly Waiting[]): Promise<void> {
    const entries = group.flatMap((one) => one.entries);
    const start = clock();
    try {
      const results = await log.append(tenantId, entries);
      measures.group(entries.length, (clock() - start) / 1_000);
      let place = 0;
      for (const one of group) one.resolve(results.slice(place, (place += one.entries.length)));
    } catch (error) {
      // One request must not fail the others with it, unless nothing can be appended at all.
      if (group.length === 1 || isConnectionFailure(error)) for (const one of group) one.reject(error);
      else for (const one of group) await appendGroup(tenantId, [one]);
    }
  }

  async function work(tenantId: string, queue: TenantQueue): Promise<void> {
    while (queue.waiting.length > 0) {
      await gather(limits.gatherMs);
      const group = takeGroup(queue.waiting, limits.groupEvents);
      queue.underWay = group;
      queue.waiting = queue.waiting.slice(group.length);
      await appendGroup(tenantId, group);
      queue.underWay = [];
      hold(-countEvents(group), -group.reduce((sum, one) => sum + one.bytes, 0));
    }
    queues.delete(tenantId);
  }

  return {
    retryAfterSeconds,
    append(tenantId, entries) {
      const seconds = retryAfterSeconds(tenantId);
      if (seconds !== null) return Promise.reject(new OverloadedError(seconds));
      const bytes = entries.reduce((sum, entry) => sum + entry.payload.length, 0);
      hold(entries.length, bytes);
      return new Promise((resolve, reject) => {
        const one = { entries, bytes, since: clock(), resolve, reject };
        const queue = queues.get(tenantId);
        if (queue !== undefined) {
          queue.waiting.push(one);
          return;
        }
        const fresh = { waiting: [one], underWay: [] };
        queues.set(tenantId, fresh);
        void work(tenantId, fresh);
      });
    },
  };
}

/** The requests of this turn of the event loop, or of the next milliseconds. */
function gather(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds > 0) setTimeout(resolve, milliseconds);
    else setImmediate(resolve);
  });
}

function takeGroup(waiting: readonly Waiting[], maxEvents: number): readonly Waiting[] {
  let events = 0;
  let taken = 0;
  for (const one of waiting) {
    events += one.entries.length;
    if (taken > 0 && events > maxEvents) break;
    taken += 1;
  }
  return waiting.slice(0, taken);
}

function countEvents(group: readonly Waiting[]): number {
  return group.reduce((sum, one) => sum + one.entries.length, 0);
}
