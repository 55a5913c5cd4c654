import { Random } from '@customer360/testing';
import fc from 'fast-check';
import { createCacheAside, createInvalidator, createMemoryCache } from '../src/index.ts';
import type { Cache, CacheAside, Invalidator } from '../src/index.ts';
import { faultyCache, outages, type Outage } from './faulty-cache.ts';
import { createMemoryRegister, type MemoryRegister, type MemoryTransaction } from './memory-register.ts';
import { createTurns, type Turns } from './turns.ts';

/**
 * One tenant, a store of record and processes that read through the cache, change the store and renew their leases. A
 * history says what is changed by whom, which process dies or hangs where, which commands are lost or late, whether the
 * cache loses its memory, and by a seed in which order all take turns.
 */
export interface History {
  readonly seed: number;
  readonly changes: readonly {
    readonly process: number;
    readonly keys: readonly number[];
    readonly fate: Fate;
  }[];
  /** What becomes of the commands of each process. */
  readonly faults: readonly (readonly Outage[])[];
  readonly isForgetful: boolean;
  /** Whether renewals may come late. */
  readonly oversleeps: boolean;
}

export type Fate = 'lives' | 'dies before commit' | 'dies after commit' | 'hangs' | 'is cut off by the store';

/** What a planted fault makes of the parts. */
export interface Faults {
  readonly cache?: (cache: Cache) => Cache;
  readonly register?: (register: MemoryRegister) => MemoryRegister;
}

export interface Tally {
  hits: number;
  reads: number;
  outwaited: number;
  closed: number;
  deaths: number;
  hangs: number;
  /** Keys that nobody could cache any more at the end. */
  dark: number;
}

export const LEASE = 1000;
const AHEAD = 1_000_000;
const PROCESSES = 3;
const KEYS = ['a', 'b', 'c', 'd', 'e'] as const;

const fate = fc.oneof(
  { weight: 14, arbitrary: fc.constant<Fate>('lives') },
  { weight: 1, arbitrary: fc.constant<Fate>('dies before commit') },
  { weight: 1, arbitrary: fc.constant<Fate>('dies after commit') },
  { weight: 2, arbitrary: fc.constant<Fate>('hangs') },
  { weight: 1, arbitrary: fc.constant<Fate>('is cut off by the store') },
);
const mayFail = fc.oneof(
  { weight: 2, arbitrary: fc.constant<readonly Outage[]>([]) },
  { weight: 1, arbitrary: outages },
);
export const history: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(),
  changes: fc.array(
    fc.record({
      process: fc.nat(PROCESSES - 1),
      keys: fc.uniqueArray(fc.nat(KEYS.length - 1), { minLength: 1, maxLength: 2 }),
      fate,
    }),
    { minLength: 4, maxLength: 16 },
  ),
  faults: fc.tuple(mayFail, mayFail, mayFail),
  isForgetful: fc.boolean(),
  oversleeps: fc.boolean(),
});

interface Process {
  readonly reader: CacheAside<number>;
  readonly invalidator: Invalidator<MemoryTransaction>;
  isHung: boolean;
  isAlive: boolean;
  renewsAt: number;
}

export class SpaceModel {
  stale: string | null = null;
  readonly #tally: Tally;
  readonly #turns: Turns;
  readonly #history: History;
  readonly #shared: Cache;
  readonly #register: MemoryRegister;
  readonly #store = new Map<string, number>(KEYS.map((key) => [key, 0]));
  readonly #processes: Process[];
  /** What is still to become of the commands of each process. */
  readonly #outages: Outage[][];
  readonly #random: Random;
  #isOver = false;
  #ids = 0;

  constructor(lived: History, tally: Tally, faults: Faults = {}) {
    this.#random = new Random(lived.seed);
    this.#turns = createTurns(this.#random);
    this.#history = lived;
    this.#outages = lived.faults.map((fates) => [...fates]);
    this.#tally = tally;
    const memory = createMemoryCache({ clock: () => this.#turns.now() + AHEAD, entries: 100, spaces: 2 });
    this.#shared = faults.cache?.(memory) ?? memory;
    const register = createMemoryRegister({ clock: this.#turns.now, tick: this.#turns.next });
    this.#register = faults.register?.(register) ?? register;
    this.#processes = Array.from({ length: PROCESSES }, (_, index) => this.#start(index));
  }

  /** Runs the history; then everything works again, and it is looked at whether all can be cached. */
  async run(): Promise<void> {
    const all = async () => {
      const readers = this.#processes.flatMap((_, index) => [this.#readOn(index), this.#readOn(index)]);
      await Promise.all(this.#processes.map((_, index) => this.#consume(index)));
      this.#isOver = true;
      await Promise.all(readers);
      await this.#settle();
    };
    await this.#turns.run(all(), () => this.#passTurn());
  }

  readonly #tick = () => this.#turns.next();

  #passTurn(): void {
    if (this.#history.isForgetful && !this.#isOver && this.#random.chance(1 / 300)) void this.#shared.close();
    const now = this.#turns.now();
    for (const process of this.#processes) {
      if (process.isHung || now < process.renewsAt) continue;
      const oversleeps = this.#history.oversleeps && !this.#isOver && this.#random.chance(1 / 10);
      process.renewsAt = oversleeps ? now + 2 * LEASE : Infinity;
      if (!oversleeps) void this.#renew(process);
    }
  }

  async #renew(process: Process): Promise<void> {
    const began = this.#turns.now();
    try {
      await process.invalidator.renew(['acme']);
      process.renewsAt = began + LEASE / 3;
    } catch (error) {
      this.stale ??= String(error);
    }
  }

  #start(index: number): Process {
    const life: Pick<Process, 'isHung' | 'isAlive' | 'renewsAt'> = {
      isHung: false,
      isAlive: true,
      renewsAt: 0,
    };
    const cache = faultyCache(this.#shared, this.#outages[index] ?? [], {
      tick: this.#tick,
      delay: () => this.#turns.sleep(this.#random.below(4 * LEASE)),
      isAlive: () => life.isAlive,
    });
    const invalidator = createInvalidator({
      cache,
      register: this.#register,
      name: 'segment',
      holder: `process-${this.#nextId()}`,
      leaseMs: LEASE,
      clock: this.#turns.now,
      wait: this.#turns.sleep,
      newEpoch: this.#nextId,
      newId: () => `hold-${this.#nextId()}`,
      counters: {
        count: (outcome) => {
          if (outcome === 'outwaited' || outcome === 'closed') this.#tally[outcome] += 1;
        },
      },
    });
    return Object.assign(life, { invalidator, reader: this.#reader(cache) });
  }

  readonly #nextId = () => (this.#ids += 1);

  #reader(cache: Cache): CacheAside<number> {
    return createCacheAside<number>({
      cache,
      name: 'segment',
      kind: 'version',
      version: 1,
      ttlMs: 600_000,
      jitter: 0,
      missingTtlMs: null,
      load: async (_tenantId, asked) => {
        await this.#tick();
        const found = new Map(asked.map((key) => [key, this.#store.get(key) ?? 0]));
        await this.#tick();
        return found;
      },
      tagsOf: (key) => [`row:${key}`],
      decode: Number,
      counters: {
        read: (outcome, count) => {
          this.#tally.reads += count;
          if (outcome === 'hit') this.#tally.hits += count;
        },
        filled: () => undefined,
      },
      random: () => 0,
    });
  }

  async #read(index: number, key: string): Promise<void> {
    const consumed = this.#store.get(key) ?? 0;
    const value = (await this.#processes[index]?.reader.getMany('acme', [key]))?.get(key);
    if (value === undefined || value === null || value < consumed)
      this.stale ??= `${key}: ${value} after ${consumed}`;
  }

  async #change(index: number, change: History['changes'][number]): Promise<void> {
    const process = this.#processes[index];
    if (process === undefined) return;
    const keys = change.keys.map((key) => KEYS[key] ?? 'a');
    const transaction = this.#register.begin();
    try {
      const release = await process.invalidator.hold(
        transaction,
        'acme',
        keys.map((key) => `row:${key}`),
      );
      try {
        if (change.fate === 'dies before commit') return await this.#die(index, transaction);
        if (change.fate === 'is cut off by the store') transaction.end();
        if (change.fate === 'hangs') await this.#hang(process);
        await this.#tick();
        if (!transaction.isOpen()) return;
        for (const key of keys) this.#store.set(key, (this.#store.get(key) ?? 0) + 1);
        transaction.end();
        if (change.fate === 'dies after commit') return await this.#die(index, transaction);
      } finally {
        if (process.isAlive) await release();
      }
    } catch (error) {
      // What the cache or the store refused is rolled back and, in a consumer, tried again.
      if (!(error instanceof Error)) throw error;
    } finally {
      transaction.end();
    }
  }

  /** The store ends the transaction some time after the process is no more. */
  async #die(index: number, transaction: MemoryTransaction): Promise<void> {
    this.#tally.deaths += 1;
    const dead = this.#processes[index];
    if (dead !== undefined) dead.isAlive = false;
    this.#processes[index] = this.#start(index);
    await this.#tick();
    await this.#tick();
    transaction.end();
  }

  /** Longer than a lease, while nothing else of the process goes on either. */
  async #hang(process: Process): Promise<void> {
    this.#tally.hangs += 1;
    process.isHung = true;
    await this.#turns.sleep(3 * LEASE);
    process.isHung = false;
  }

  // As in a consumer, the changes of one process follow one another; all else comes in between as it likes.
  async #consume(index: number): Promise<void> {
    for (const change of this.#history.changes) {
      if (change.process !== index) continue;
      await this.#turns.sleep(this.#random.below(LEASE));
      await this.#change(index, change);
    }
  }

  async #readOn(index: number): Promise<void> {
    while (!this.#isOver) {
      await this.#turns.sleep(this.#random.below(LEASE / 10));
      await this.#read(index, this.#random.pick(KEYS));
    }
  }

  /** Everything works again: after some leases, or once a closed epoch counts as abandoned, all can be cached. */
  async #settle(): Promise<void> {
    for (const outage of this.#outages) outage.length = 0;
    await this.#turns.sleep(5 * LEASE);
    if ((await this.#register.read(['acme'])).get('acme')?.closed != null)
      await this.#turns.sleep(62 * LEASE);
    for (const key of KEYS) {
      await this.#read(0, key);
      const before = { ...this.#tally };
      await this.#read(0, key);
      if (this.#tally.hits === before.hits) before.dark += 1;
      Object.assign(this.#tally, before);
    }
  }
}
