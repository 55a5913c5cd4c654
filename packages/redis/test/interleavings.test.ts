import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCacheAside, createInvalidator, createMemoryCache } from '../src/index.ts';
import type { Cache } from '../src/index.ts';
import { faultyCache, outages } from './faulty-cache.ts';
import type { Outage } from './faulty-cache.ts';

/**
 * One tenant, a store of record, readers through the cache in two processes, and a consumer that changes the store and
 * holds tags around its commits. fast-check decides the order of every step, which commands are lost or late, when
 * clocks go on and where the consumer crashes.
 */
type Step =
  | { readonly kind: 'read'; readonly process: number; readonly key: number }
  | { readonly kind: 'change'; readonly key: number; readonly crash: boolean }
  | { readonly kind: 'renew' }
  | { readonly kind: 'pass'; readonly ms: number };

const LEASE = 1000;
const COMMAND = 100;
const AHEAD = 1_000_000;
const keys = ['a', 'b', 'c'] as const;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('read' as const), process: fc.nat(1), key: fc.nat(2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      key: fc.nat(2),
      crash: fc.oneof(
        { weight: 15, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('renew' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 400 }) }),
  },
);

interface Tally {
  hits: number;
  reads: number;
  outwaited: number;
  crashes: number;
}

/** Runs a history and answers the first stale read, or null. */
async function staleRead(
  scheduler: fc.Scheduler,
  steps: readonly Step[],
  faults: readonly (readonly Outage[])[],
  tally: Tally,
): Promise<string | null> {
  let now = 0;
  let ids = 0;
  const nextId = () => (ids += 1);
  const store = new Map<string, number>(keys.map((key) => [key, 0]));
  const tick = (what: string) => scheduler.schedule(Promise.resolve(), what);
  const shared = createMemoryCache({ clock: () => now + AHEAD });
  const seen = (cache: Cache, from: readonly Outage[]) => faultyCache(cache, from, tick);
  const readers = [0, 1].map((process) =>
    createCacheAside<number>({
      cache: seen(shared, process === 0 ? [] : (faults[0] ?? [])),
      name: 'segment',
      kind: 'version',
      version: 1,
      ttlMs: 60_000,
      jitter: 0,
      missingTtlMs: null,
      load: async (_tenantId, asked) => {
        await tick('query sent');
        const found = new Map(asked.map((key) => [key, store.get(key) ?? 0]));
        await tick('rows received');
        return found;
      },
      tagsOf: (key) => [`row:${key}`],
      decode: Number,
      counters: {
        read: (outcome, count) => {
          tally.reads += count;
          if (outcome === 'hit') tally.hits += count;
        },
        filled: () => undefined,
      },
      random: () => 0,
    }),
  );
  // What a crashed process has sent may still arrive; it sends nothing more.
  let life = 0;
  const startConsumer = () => {
    const mine = (life += 1);
    return createInvalidator({
      cache: faultyCache(shared, faults[1] ?? [], tick, () => mine === life),
      name: 'segment',
      holder: `consumer-${nextId()}`,
      leaseMs: LEASE,
      commandMs: COMMAND,
      whenCutOff: 'outwait',
      clock: () => now,
      wait: async (ms) => {
        const until = now + ms;
        await tick('wait');
        now = Math.max(now, until);
      },
      newEpoch: nextId,
      counters: { count: (outcome) => (tally.outwaited += outcome === 'outwaited' ? 1 : 0) },
    });
  };

  let stale: string | null = null;
  let consumer = startConsumer();
  const read = async (process: number, key: string) => {
    const consumed = store.get(key) ?? 0;
    const value = (await readers[process]?.getMany('acme', [key]))?.get(key);
    if (value === undefined || value === null || value < consumed)
      stale ??= `${key}: ${value} after ${consumed}`;
  };
  const change = async (key: string, crash: boolean) => {
    const release = await consumer.hold('acme', [`row:${key}`]);
    await tick('commit');
    store.set(key, (store.get(key) ?? 0) + 1);
    if (!crash) return release();
    tally.crashes += 1;
    consumer = startConsumer();
    return consumer.renew(['acme']);
  };
  // As in a consumer, changes follow one another; all else comes in between as it likes.
  const consume = async () => {
    for (const one of steps) if (one.kind === 'change') await change(keys[one.key] ?? 'a', one.crash);
  };
  const others = async () => {
    for (const one of steps) {
      await tick(one.kind);
      if (one.kind === 'renew') await consumer.renew(['acme']);
      if (one.kind === 'pass') now += one.ms;
    }
  };
  const readAll = async (process: number) => {
    for (const one of steps) {
      if (one.kind === 'read' && one.process === process) await read(process, keys[one.key] ?? 'a');
    }
  };
  await scheduler.waitFor(consumer.renew(['acme']));
  // Each process has two readers, so that reads overlap.
  const reads = [0, 0, 1, 1].map(readAll);
  await scheduler.waitFor(Promise.all([consume(), others(), ...reads]));
  return stale;
}

test('no read that begins after a change was consumed gets what was there before', async () => {
  const tally: Tally = { hits: 0, reads: 0, outwaited: 0, crashes: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { minLength: 15, maxLength: 60 }),
      fc.tuple(outages, outages),
      async (scheduler, steps, faults) => {
        expect(await staleRead(scheduler, steps, faults, tally)).toBeNull();
      },
    ),
    { numRuns: Number(process.env['CACHE_HISTORIES'] ?? 300) },
  );
  // Histories in which nothing was cached or nothing went wrong would prove nothing.
  expect(tally.hits).toBeGreaterThan(tally.reads / 20);
  expect(tally.outwaited).toBeGreaterThan(5);
  expect(tally.crashes).toBeGreaterThan(5);
}, 300_000);
