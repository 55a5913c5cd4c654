import type { QueryCursor } from '../aql/execute.ts';
import { ArangoError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type { Value } from '../values/value.ts';

export interface CursorOptions {
  readonly id: string;
  readonly database: Database;
  readonly query: QueryCursor;
  readonly batchSize: number;
  readonly ttlMs: number;
  /** Results were made lazily: statistics come with the last batch. */
  readonly stream: boolean;
  readonly allowRetry: boolean;
  readonly extra: () => object;
  /** All results; null for a stream. */
  readonly results: readonly Value[] | null;
  readonly count: boolean;
}

/** A cursor between two requests: what is left of its results. */
class Cursor {
  readonly options: CursorOptions;
  usedAt: number;
  #batch = 0;
  #offset = 0;
  #last: { readonly number: number; readonly body: object } | null = null;
  readonly #values: Iterator<Value> | null;
  #ahead: IteratorResult<Value> | null = null;

  constructor(options: CursorOptions, now: number) {
    this.options = options;
    this.usedAt = now;
    this.#values = options.results === null ? options.query[Symbol.iterator]() : null;
  }

  /** The next batch as a response's body; with retries the last one can be had again by its number. */
  next(batchId: string | null): object {
    if (batchId !== null) {
      const wanted = Number(batchId);
      if (this.#last !== null && this.#last.number === wanted) return this.#last.body;
      if (wanted !== this.#batch + 1) throw new ArangoError(1600, 'batch id not found');
    } else if (this.#batch > 0 && this.#isDone()) throw new ArangoError(1600);
    const { id, allowRetry, stream, extra, results, count } = this.options;
    const result = this.#take();
    const hasMore = !this.#isDone();
    this.#batch++;
    const body = {
      result,
      hasMore,
      ...(hasMore || allowRetry ? { id } : {}),
      ...(allowRetry && hasMore ? { nextBatchId: String(this.#batch + 1) } : {}),
      ...(count && results !== null ? { count: results.length } : {}),
      cached: false,
      ...(stream && hasMore ? {} : { extra: extra() }),
    };
    if (allowRetry) this.#last = { number: this.#batch, body };
    return body;
  }

  /** Nothing is left to read, and nothing to read again. */
  isOver(): boolean {
    return this.#isDone() && !this.options.allowRetry;
  }

  #take(): readonly Value[] {
    const { results, batchSize } = this.options;
    if (results !== null) {
      const batch = results.slice(this.#offset, this.#offset + batchSize);
      this.#offset += batch.length;
      return batch;
    }
    const batch: Value[] = [];
    while (batch.length < batchSize) {
      const next = this.#peek();
      if (next.done === true) break;
      batch.push(next.value);
      this.#ahead = null;
    }
    return batch;
  }

  #isDone(): boolean {
    const { results } = this.options;
    return results === null ? this.#peek().done === true : this.#offset >= results.length;
  }

  #peek(): IteratorResult<Value> {
    this.#ahead ??= this.#values?.next() ?? { done: true, value: undefined };
    return this.#ahead;
  }
}

const mostCursors = 10_000;

/** The open cursors of a server. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The first batch; the cursor stays open while there is more. */
  open(options: CursorOptions): object {
    this.sweep();
    if (this.#cursors.size >= mostCursors) throw new ArangoError(32, 'too many cursors');
    const cursor = new Cursor(options, this.#clock());
    const body = cursor.next(null);
    if (!cursor.isOver()) this.#cursors.set(options.id, cursor);
    return body;
  }

  next(id: string, database: Database, batchId: string | null): object {
    const cursor = this.#find(id, database);
    const body = this.#guarded(cursor, batchId);
    cursor.usedAt = this.#clock();
    if (cursor.isOver()) this.#cursors.delete(id);
    return body;
  }

  /** A query that fails while its results are read takes its cursor with it. */
  #guarded(cursor: Cursor, batchId: string | null): object {
    try {
      return cursor.next(batchId);
    } catch (error) {
      if (!(error instanceof ArangoError) || error.errorNum !== 1600) {
        this.#cursors.delete(cursor.options.id);
      }
      throw error;
    }
  }

  close(id: string, database: Database): void {
    this.#find(id, database);
    this.#cursors.delete(id);
  }

  #find(id: string, database: Database): Cursor {
    this.sweep();
    const cursor = this.#cursors.get(id);
    if (cursor === undefined || cursor.options.database !== database) throw new ArangoError(1600);
    return cursor;
  }

  sweep(): void {
    const now = this.#clock();
    for (const [id, { usedAt, options }] of this.#cursors) {
      if (now - usedAt > options.ttlMs) this.#cursors.delete(id);
    }
  }
}
