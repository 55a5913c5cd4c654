import { ArangoError } from '../errors.ts';
import { RevisionClock } from '../values/revision.ts';
import { Database } from './database.ts';
import { Faults } from './faults.ts';
import { isDatabaseName } from './names.ts';
import { storedOf } from './index-entry.ts';
import type { ServerClocks } from './server-clocks.ts';

/** The databases of one server, `_system` among them, in memory. */
export class DatabaseServer {
  readonly faults = new Faults();
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly #databases = new Map<string, Database>();
  readonly #clocks: ServerClocks;
  #tick = 1000;
  #sequence = 0;

  constructor(options: { readonly clock?: () => number } = {}) {
    this.clock = options.clock ?? Date.now;
    const revisions = new RevisionClock(this.clock);
    this.#clocks = {
      tick: () => ++this.#tick,
      sequence: () => ++this.#sequence,
      revision: () => revisions.next(),
    };
    this.create('_system');
  }

  /** The last number given, for a snapshot. */
  get tick(): number {
    return this.#tick;
  }

  /** Numbers given from here on are above `tick`. */
  continueAfter(tick: number): void {
    this.#tick = Math.max(this.#tick, tick);
  }

  nextId(): string {
    return String(this.#clocks.tick());
  }

  databases(): readonly Database[] {
    return [...this.#databases.values()];
  }

  get(name: string): Database | null {
    return this.#databases.get(name) ?? null;
  }

  create(name: string): Database {
    if (!isDatabaseName(name)) throw new ArangoError(1229, 'database name invalid');
    if (this.#databases.has(name)) throw new ArangoError(1207, 'duplicate name');
    const database = new Database(name, this.#clocks, this.faults);
    this.#databases.set(name, database);
    return database;
  }

  drop(name: string): void {
    if (name === '_system') throw new ArangoError(11, 'the system database cannot be dropped');
    if (!this.#databases.delete(name)) throw new ArangoError(1228);
  }

  /** Removes the documents whose ttl index says that their time is over; gives their number. */
  expire(): number {
    let expired = 0;
    for (const database of this.#databases.values()) {
      for (const collection of database.collections()) {
        for (const index of collection.sortedIndexes()) {
          const { expireAfter } = index.definition;
          if (expireAfter === null) continue;
          const limit = this.clock() / 1000 - expireAfter;
          const keys = new Set<string>();
          for (const value of [limit, new Date(limit * 1000).toISOString()]) {
            const lower = typeof value === 'number' ? 0 : '';
            const range = { lower: { value: lower, inclusive: true }, upper: { value, inclusive: true } };
            for (const entry of index.lookup([], range)) keys.add(storedOf(entry).key);
          }
          expired += removeKeys(database, collection.name, keys);
        }
      }
    }
    return expired;
  }
}

function removeKeys(database: Database, collection: string, keys: ReadonlySet<string>): number {
  if (keys.size === 0) return 0;
  return database.run((_, transaction) => {
    const view = transaction.collection(collection);
    let removed = 0;
    for (const key of keys) {
      // What an open transaction holds is left for the next time.
      if (view === null || view.stored.pending.has(key)) continue;
      view.remove(key);
      removed++;
    }
    return removed;
  });
}
