import type { AnyDatabase } from '@customer360/postgres';
import { appendBatch, prepareEntry, type KnownEntry, type PreparedEntry } from './append-batch.ts';
import type { EventLogDatabase } from './database.ts';
import type { AppendResult, EventLog, NewEntry } from './event-log.ts';
import { loadKeyedIds, type KeyedIds } from './keyed-ids.ts';
import { MissingPartitionError, nameMissingMonth } from './partitions.ts';
import { readEntries } from './read-entries.ts';
import { advanceClock, readHead } from './head.ts';
import { createWakeUp } from './wake-up.ts';

export interface PostgresEventLog extends EventLog {
  /** Stops listening; the database stays open. */
  close(): Promise<void>;
}

export interface EventLogOptions {
  /** Milliseconds of the log's clock; the database's clock when left out. */
  readonly clock?: () => number;
  /** Told of every append: how many entries were answered how, and how long it took. */
  readonly onAppend?: (measure: AppendMeasure) => void;
  /** Told when entries were refused because partitions are not made ahead: someone must act now. */
  readonly onMissingPartition?: (error: MissingPartitionError) => void;
}

export interface AppendMeasure {
  readonly tenantId: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly milliseconds: number;
}

export function createEventLog(database: AnyDatabase, options: EventLogOptions = {}): PostgresEventLog {
  const tables = database.as<EventLogDatabase>();
  const accepted = createWakeUp(database, 'accepted');
  const resolved = createWakeUp(database, 'resolved');

  async function append(tenantId: string, entries: readonly NewEntry[]): Promise<AppendResult[]> {
    if (entries.length === 0) return [];
    const ids = await loadKeyedIds(database, tenantId);
    const prepared = entries.map((entry) => prepareEntry(ids, entry));
    const results = await appendNew({ tenantId, ids, prepared });
    accepted.announce(tenantId);
    return results;
  }

  /**
   * Sends what is not known yet until everything has an answer. A message that stands twice in a batch is sent
   * once; its repetition is compared with what was stored, like any later one.
   */
  async function appendNew(work: { tenantId: string; ids: KeyedIds; prepared: readonly PreparedEntry[] }) {
    const { tenantId, ids, prepared } = work;
    const results: AppendResult[] = [];
    let open = prepared.map((_, index) => index);
    while (open.length > 0) {
      const placeOf = new Map<string, number>();
      for (const index of open) {
        const { eventId } = at(prepared, index);
        if (!placeOf.has(eventId)) placeOf.set(eventId, index);
      }
      const batch = [...placeOf.values()].map((index) => at(prepared, index));
      const outcome = await appendBatch({ database, tenantId, ids, clock: options.clock?.() ?? null, batch });
      if (outcome.firstPosition === null) {
        open = open.filter((index) => {
          const known = outcome.known.get(at(prepared, index).eventId);
          if (known) results[index] = compare(at(prepared, index), known);
          return !known;
        });
      } else {
        const { firstPosition } = outcome;
        [...placeOf.values()].forEach((index, place) => {
          const { eventId } = at(prepared, index);
          results[index] = { status: 'accepted', eventId, position: firstPosition + place };
        });
        open = open.filter((index) => placeOf.get(at(prepared, index).eventId) !== index);
      }
    }
    return results;
  }

  return {
    async append(tenantId, entries) {
      const start = performance.now();
      try {
        const results = await append(tenantId, entries);
        options.onAppend?.(measure(tenantId, results, performance.now() - start));
        return results;
      } catch (error) {
        const times = entries.map(({ receivedAt }) => receivedAt);
        const named = await nameMissingMonth(database, 'accepted', times, error);
        if (named instanceof MissingPartitionError) options.onMissingPartition?.(named);
        throw named;
      }
    },
    read: (tenantId, after, limit) => readEntries(database, tenantId, after, limit),
    head: (tenantId) => readHead(tables, tenantId),
    advanceClock: (tenantId) => advanceClock(tables, tenantId, options.clock?.() ?? null),
    waitForMore: (timeoutMs, signal) => accepted.wait(timeoutMs, signal),
    announceResolved: (tenantId) => resolved.announce(tenantId),
    waitForResolved: (timeoutMs, signal) => resolved.wait(timeoutMs, signal),
    async close() {
      await Promise.all([accepted.close(), resolved.close()]);
    },
  };
}

/** Whose content was erased is never in conflict. */
function compare({ eventId, contentHash }: PreparedEntry, known: KnownEntry): AppendResult {
  const isSame = known.contentHash === null || known.contentHash === contentHash;
  return isSame
    ? { status: 'duplicate', eventId, position: known.position }
    : { status: 'conflict', eventId };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`No item ${index}`);
  return item;
}

function measure(tenantId: string, results: readonly AppendResult[], milliseconds: number): AppendMeasure {
  const count = (status: AppendResult['status']) =>
    results.filter((result) => result.status === status).length;
  const [accepted, duplicates, conflicts] = [count('accepted'), count('duplicate'), count('conflict')];
  return { tenantId, accepted, duplicates, conflicts, milliseconds };
}
