import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CacheUnavailable,
  createCacheAside,
  createCacheCounters,
  createInvalidator,
  createInvalidatorCounters,
  openRedisCache,
} from '../src/index.ts';
import type { Cache, CacheAside, Invalidator } from '../src/index.ts';
import { startRedisServer, type RedisServer } from '@customer360/testing';
import { createMemoryRegister, type MemoryRegister, type MemoryTransaction } from './memory-register.ts';
import { whenReady } from './when-ready.ts';

const program = process.env['REDIS_SERVER'];
const KEYS = Array.from({ length: 20 }, (_, i) => `p${i}`);
const KILLS = Number(process.env['REDIS_KILLS'] ?? 3);
const LEASE = 400;

/** Waits until the event loop has had a turn, so that loads, reads and changes mix. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe.runIf(program)('a server that is killed and restarted under load', () => {
  let server: RedisServer;
  let caches: Cache[];
  let registry: Registry;
  let store: Map<string, number>;
  let readers: CacheAside<number>[];
  let consumers: Invalidator<MemoryTransaction>[];
  let register: MemoryRegister;
  let ids = 0;
  let halt: AbortController;
  let stale: string[];
  let reads = 0;
  let changes = 0;

  const open = () => openRedisCache({ url: server.url, times: { commandMs: 100, reconnectMs: 50 } });
  const countOf = async (metric: string, outcome: string): Promise<number> => {
    const all = await registry.getSingleMetric(metric)?.get();
    return all?.values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
  };

  beforeEach(async () => {
    server = await startRedisServer(program ?? '');
    // Two processes of readers and two that change what they read, each with its own connection.
    caches = [open(), open(), open(), open()];
    await Promise.all(caches.map(whenReady));
    registry = new Registry();
    store = new Map(KEYS.map((key) => [key, 0]));
    [halt, stale, reads, changes] = [new AbortController(), [], 0, 0];
    readers = caches.slice(0, 2).map((cache) => readerOf(cache));
    register = createMemoryRegister({ clock: () => performance.now(), tick: turn });
    consumers = caches.slice(2).map((cache, index) =>
      createInvalidator({
        cache,
        register,
        name: 'segment',
        holder: `consumer-${index}`,
        leaseMs: LEASE,
        clock: () => performance.now(),
        wait: pause,
        newEpoch: () => (ids += 1),
        newId: () => `hold-${(ids += 1)}`,
        counters: createInvalidatorCounters(registry, 'segment'),
      }),
    );
    for (const consumer of consumers) await consumer.renew(['acme']);
  });
  afterEach(async () => {
    halt.abort();
    await Promise.all(caches.map((cache) => cache.close()));
    await server.remove();
  });

  function readerOf(cache: Cache): CacheAside<number> {
    return createCacheAside<number>({
      cache,
      name: 'segment',
      kind: 'version',
      version: 1,
      ttlMs: 60_000,
      jitter: 0.1,
      missingTtlMs: null,
      load: async (_tenantId, keys) => {
        const rows = new Map(keys.map((key) => [key, store.get(key) ?? 0]));
        // What was read may be old by the time it is set.
        for (let i = 0; i < 5; i += 1) await turn();
        return rows;
      },
      tagsOf: (key) => [`profile:${key}`, 'rules'],
      decode: Number,
      counters: createCacheCounters(registry, 'version'),
      random: Math.random,
    });
  }

  async function read(reader: CacheAside<number>, seed: number) {
    while (!halt.signal.aborted) {
      const key = KEYS[(seed + reads * 7) % KEYS.length] ?? 'p0';
      const consumed = store.get(key) ?? 0;
      const value = (await reader.getMany('acme', [key])).get(key) ?? -1;
      if (value < consumed) stale.push(`${key}: ${value} after ${consumed}`);
      reads += 1;
      await turn();
    }
  }
  async function consume(consumer: Invalidator<MemoryTransaction>) {
    while (!halt.signal.aborted) {
      const key = KEYS[(changes * 3) % KEYS.length] ?? 'p0';
      const transaction = register.begin();
      changes += 1;
      try {
        const tag = changes % 50 === 49 ? 'rules' : `profile:${key}`;
        const release = await consumer.hold(transaction, 'acme', [tag]);
        store.set(key, (store.get(key) ?? 0) + 1);
        transaction.end();
        await release();
      } catch (error) {
        // Rolled back; a consumer tries the same again.
        expect(error).toBeInstanceOf(CacheUnavailable);
      } finally {
        transaction.end();
      }
      for (let i = 0; i < 50; i += 1) await turn();
    }
  }
  async function renew() {
    while (!halt.signal.aborted) {
      await Promise.all(consumers.map((consumer) => consumer.renew(['acme'])));
      await pause(LEASE / 4);
    }
  }
  const consumeAll = () => consumers.map(consume);
  const hitsGrow = async () => {
    const before = await countOf('cache_reads_total', 'hit');
    await vi.waitFor(
      async () => expect(await countOf('cache_reads_total', 'hit')).toBeGreaterThan(before + 200),
      {
        timeout: 10_000,
        interval: 10,
      },
    );
  };
  const growsBy = async (metric: string, outcome: string, by: number) => {
    const before = await countOf(metric, outcome);
    await vi.waitFor(async () => expect(await countOf(metric, outcome)).toBeGreaterThanOrEqual(before + by), {
      timeout: 10_000,
      interval: 10,
    });
  };

  test('no read fails, none is stale, and entries are hit again after each restart', async () => {
    const running = [
      read(readers[0]!, 0),
      read(readers[0]!, 3),
      read(readers[1]!, 5),
      ...consumeAll(),
      renew(),
    ];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await hitsGrow();
      await server.kill();
      // While it is away reads and changes go on.
      await growsBy('cache_reads_total', 'unavailable', 50);
      await growsBy('cache_invalidator_total', 'outwaited', 2);
      await server.start();
      await hitsGrow();
    }
    halt.abort();
    await Promise.all(running);
    expect(stale).toEqual([]);
    expect(reads).toBeGreaterThan(KILLS * 400);
    expect(changes).toBeGreaterThan(KILLS * 4);
  });

  test('a server that hangs and goes on with what it was sent long ago makes no read stale', async () => {
    const running = [read(readers[0]!, 0), read(readers[1]!, 5), ...consumeAll(), renew()];
    for (let hang = 0; hang < KILLS; hang += 1) {
      await hitsGrow();
      server.pause();
      await growsBy('cache_invalidator_total', 'outwaited', 2);
      server.resume();
      await hitsGrow();
    }
    halt.abort();
    await Promise.all(running);
    expect(stale).toEqual([]);
  });
});
