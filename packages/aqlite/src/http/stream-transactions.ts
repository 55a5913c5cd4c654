import { ArangoError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type { DeclaredCollections, Transaction } from '../store/transaction.ts';

interface Entry {
  readonly transaction: Transaction;
  usedAt: number;
}

const mostOpen = 1000;
/** Finished transactions that are remembered at most. */
const mostFinished = 1000;
const idleMs = 60_000;
/** How long a finished transaction can still be asked for. */
const rememberedMs = 300_000;

/** The stream transactions of a server; one that is idle for a minute is aborted. */
export class StreamTransactions {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  begin(id: string, database: Database, declared: DeclaredCollections): Transaction {
    this.sweep();
    if (this.#entries.size - this.#finished() >= mostOpen) throw new ArangoError(32, 'too many transactions');
    const transaction = database.begin(declared);
    this.#entries.set(id, { transaction, usedAt: this.#clock() });
    return transaction;
  }

  /** Throws 1655 when there is none of this id in the database. */
  find(id: string, database: Database): Transaction {
    this.sweep();
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.transaction.database !== database) {
      throw new ArangoError(1655, `transaction '${id}' not found`);
    }
    entry.usedAt = this.#clock();
    return entry.transaction;
  }

  /** A transaction that still runs; throws 1655 otherwise. */
  use(id: string, database: Database): Transaction {
    const transaction = this.find(id, database);
    if (transaction.state !== 'running') throw new ArangoError(1655, `transaction '${id}' not found`);
    return transaction;
  }

  running(database: Database): readonly { readonly id: string; readonly state: string }[] {
    return [...this.#entries]
      .filter(([, { transaction }]) => transaction.database === database && transaction.state === 'running')
      .map(([id, { transaction }]) => ({ id, state: transaction.state }));
  }

  /** Aborts what was idle too long and forgets what ended long ago, or long before others. */
  sweep(): void {
    const now = this.#clock();
    let finished = this.#finished();
    for (const [id, { transaction, usedAt }] of this.#entries) {
      if (transaction.state === 'running') {
        if (now - usedAt > idleMs) transaction.abort();
      } else if (now - usedAt > rememberedMs || finished > mostFinished) {
        this.#entries.delete(id);
        finished--;
      }
    }
  }

  #finished(): number {
    let count = 0;
    for (const { transaction } of this.#entries.values()) if (transaction.state !== 'running') count++;
    return count;
  }

  abortAll(): void {
    for (const { transaction } of this.#entries.values()) transaction.abort();
    this.#entries.clear();
  }
}
