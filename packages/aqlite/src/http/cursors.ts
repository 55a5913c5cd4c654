import type { QueryCursor } from '../aql/execute.ts';
import { ArangoError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type { Value } from '../values/value.ts';
import { nextResult } from './give-way.ts';

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
  /** Called once, when the cursor is open no more. */
  readonly close: () => void;
}

/** A cursor between two requests: what is left of its results. */
class Cursor {
  readonly options: CursorOptions;
  usedAt: number;
  #batch = 0;
  #offset = 0;
  #isBusy = false;
  #last: { readonly number: number; readonly body: object } | null = null;
  readonly #turns: ReturnType<QueryCursor['turns']> | null;
  #ahead: IteratorResult<Value> | null = null;

  constructor(options: CursorOptions, now: number) {
    this.options = options;
    this.usedAt = now;
    this.#turns = options.results === null ? options.query.turns() : null;
  }

  /** The next batch as a response's body; with retries the last one can be had again by its number. */
  async next(batchId: string | null): Promise<object> {
    if (this.#isBusy) throw new ArangoError(1601);
    this.#isBusy = true;
    try {
      return await this.#next(batchId);
    } finally {
      this.#isBusy = false;
    }
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  async #next(batchId: string | null): Promise<object> {
    if (batchId !== null) {
      const wanted = Number(batchId);
      if (this.#last !== null && this.#last.number === wanted) return this.#last.body;
      if (wanted !== this.#batch + 1) throw new ArangoError(1600, 'batch id not found');
    } else if (this.#batch > 0 && (await this.#isDone())) throw new ArangoError(1600);
    const { id, allowRetry, stream, extra, results, count } = this.options;
    const result = await this.#take();
    const hasMore = !(await this.#isDone());
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
  async isOver(): Promise<boolean> {
    return !this.options.allowRetry && (await this.#isDone());
  }

  async #take(): Promise<readonly Value[]> {
    const { results, batchSize } = this.options;
    if (results !== null) {
      const batch = results.slice(this.#offset, this.#offset + batchSize);
      this.#offset += batch.length;
      return batch;
    }
    const batch: Value[] = [];
    while (batch.length < batchSize) {
      const next = this.#ahead ?? (await this.#peek());
      if (next.done === true) break;
      batch.push(next.value);
      this.#ahead = null;
    }
    return batch;
  }

  async #isDone(): Promise<boolean> {
    const { results } = this.options;
    return results === null ? (await this.#peek()).done === true : this.#offset >= results.length;
  }

  async #peek(): Promise<IteratorResult<Value>> {
    if (this.#ahead !== null) return this.#ahead;
    const turns = this.#turns;
    const next = turns === null ? { done: true as const, value: undefined } : await nextResult(turns);
    this.#ahead = next;
    return next;
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
  async open(options: CursorOptions): Promise<object> {
    this.sweep();
    try {
      if (this.#cursors.size >= mostCursors) throw new ArangoError(32, 'too many cursors');
      const cursor = new Cursor(options, this.#clock());
      const body = await cursor.next(null);
      cursor.usedAt = this.#clock();
      if (await cursor.isOver()) options.close();
      else this.#cursors.set(options.id, cursor);
      return body;
    } catch (error) {
      options.close();
      throw error;
    }
  }

  async next(id: string, database: Database, batchId: string | null): Promise<object> {
    const cursor = this.#find(id, database);
    const body = await this.#guarded(cursor, batchId);
    cursor.usedAt = this.#clock();
    if (await cursor.isOver()) this.#drop(cursor);
    return body;
  }

  /** A query that fails while its results are read takes its cursor with it. */
  async #guarded(cursor: Cursor, batchId: string | null): Promise<object> {
    try {
      return await cursor.next(batchId);
    } catch (error) {
      const isRequestsFault = error instanceof ArangoError && [1600, 1601].includes(error.errorNum);
      if (!isRequestsFault) this.#drop(cursor);
      throw error;
    }
  }

  /** Also ends a batch that is being made. */
  close(id: string, database: Database): void {
    this.#drop(this.#find(id, database));
  }

  #drop({ options }: Cursor): void {
    if (this.#cursors.delete(options.id)) options.close();
  }

  #find(id: string, database: Database): Cursor {
    this.sweep();
    const cursor = this.#cursors.get(id);
    if (cursor === undefined || cursor.options.database !== database) throw new ArangoError(1600);
    return cursor;
  }

  sweep(): void {
    const now = this.#clock();
    for (const cursor of this.#cursors.values()) {
      if (!cursor.isBusy && now - cursor.usedAt > cursor.options.ttlMs) this.#drop(cursor);
    }
  }
}
