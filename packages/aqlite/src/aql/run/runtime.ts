import { ArangoError } from '../../errors.ts';
import type { FunctionContext } from '../../functions/registry-types.ts';
import type { Value } from '../../values/value.ts';
import type { CollectionView, QueryStore } from '../ports.ts';
import { sizeOf } from './size.ts';

export interface Warning {
  readonly code: number;
  readonly message: string;
}

export interface QueryStats {
  writesExecuted: number;
  writesIgnored: number;
  scannedFull: number;
  scannedIndex: number;
  filtered: number;
  cursorsCreated: number;
  fullCount: number | null;
  peakMemoryUsage: number;
}

export interface RuntimeOptions {
  readonly store: QueryStore;
  readonly binds: readonly Value[];
  readonly clock: () => number;
  readonly random: () => number;
  readonly isKilled: () => boolean;
  readonly failOnWarning: boolean;
  readonly maxWarnings: number;
  /** Milliseconds; 0 is no limit. */
  readonly maxRuntimeMs: number;
  /** Bytes; 0 is no limit. */
  readonly memoryLimit: number;
  /** null: vertices of any collection may be read. */
  readonly knownCollections: ReadonlySet<string> | null;
}

const stepsBetweenChecks = 64;
/** Milliseconds of work after which a query gives way to others. */
const sliceMs = 20;

/** What one execution of a query shares: its store, limits, counters and warnings. */
export class Runtime {
  readonly store: QueryStore;
  readonly binds: readonly Value[];
  readonly functions: FunctionContext;
  readonly warnings: Warning[] = [];
  readonly knownCollections: ReadonlySet<string> | null;
  readonly stats: QueryStats = {
    writesExecuted: 0,
    writesIgnored: 0,
    scannedFull: 0,
    scannedIndex: 0,
    filtered: 0,
    cursorsCreated: 0,
    fullCount: null,
    peakMemoryUsage: 0,
  };
  /** State of a step that outlives one pass, such as the index it chose. */
  readonly stepState = new Map<object, unknown>();
  readonly #options: RuntimeOptions;
  readonly #collections = new Map<string, CollectionView>();
  readonly #deadline: number;
  /** The query has worked long enough: its next turn is a pause. */
  isPauseDue = false;
  #sliceEnd = performance.now() + sliceMs;
  #steps = 0;
  #memory = 0;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.store = options.store;
    this.binds = options.binds;
    this.knownCollections = options.knownCollections;
    const now = options.clock();
    this.#deadline = options.maxRuntimeMs > 0 ? now + options.maxRuntimeMs : Number.POSITIVE_INFINITY;
    this.functions = {
      store: options.store,
      now,
      random: options.random,
      warn: (code, message) => this.warn(code, message),
    };
  }

  collection(name: string): CollectionView {
    const known = this.#collections.get(name);
    if (known !== undefined) return known;
    const found = this.store.collection(name);
    if (found === null) throw new ArangoError(1203, `collection or view not found: ${name}`);
    this.#collections.set(name, found);
    return found;
  }

  warn(code: number, message: string): void {
    if (this.#options.failOnWarning) throw new ArangoError(code, message);
    if (this.warnings.length < this.#options.maxWarnings) this.warnings.push({ code, message });
  }

  /** Called for each unit of work: ends a query that was killed or runs for too long. */
  tick(): void {
    if (++this.#steps < stepsBetweenChecks) return;
    this.check();
  }

  /** The same at once, for work that is long by itself. */
  check(): void {
    this.#steps = 0;
    if (this.#options.isKilled() || this.#options.clock() > this.#deadline) throw new ArangoError(1500);
    this.isPauseDue ||= performance.now() >= this.#sliceEnd;
  }

  /** Called after a pause, whether or not anybody else had a turn. */
  resume(): void {
    this.isPauseDue = false;
    this.#sliceEnd = performance.now() + sliceMs;
    this.check();
  }

  /** Accounts for a value that is kept, until `release` or the end; gives its bytes, 0 without a limit. */
  hold(value: Value): number {
    if (this.#options.memoryLimit === 0) return 0;
    const bytes = sizeOf(value);
    this.holdBytes(bytes);
    return bytes;
  }

  /** Throws 32 when the query keeps more than it may. */
  holdBytes(bytes: number): void {
    if (this.#options.memoryLimit === 0) return;
    this.#memory += bytes;
    if (this.#memory > this.stats.peakMemoryUsage) this.stats.peakMemoryUsage = this.#memory;
    if (this.#memory > this.#options.memoryLimit) {
      throw new ArangoError(32, 'query would use more memory than allowed');
    }
  }

  /** Gives bytes back that were held. */
  release(bytes: number): void {
    if (this.#options.memoryLimit > 0) this.#memory -= bytes;
  }
}

/** The registers of all variables of a query; subqueries have their own registers in the same frame. */
export class Frame {
  readonly registers: Value[];
  readonly runtime: Runtime;

  constructor(size: number, runtime: Runtime) {
    this.registers = Array.from<Value>({ length: size }).fill(null);
    this.runtime = runtime;
  }
}

/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;
