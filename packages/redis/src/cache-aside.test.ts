import { Registry } from 'prom-client';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCacheAside } from './cache-aside.ts';
import type { CacheAsideOptions } from './cache-aside.ts';
import { changeTags, hold, openSpace } from './cache.contract.ts';
import type { Cache } from './cache.ts';
import { CacheUnavailable } from './cache-unavailable.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createCacheCounters } from './metrics.ts';

interface Persona {
  readonly archetype: string;
}

const space = { tenantId: 'acme', name: 'segment' };
let now = 0;
let cache: Cache;
let registry: Registry;
let store: Map<string, Persona>;
let loads: (readonly string[])[];

function personas(over: Partial<CacheAsideOptions<Persona>> = {}) {
  return createCacheAside<Persona>({
    cache,
    name: 'segment',
    kind: 'persona',
    version: 1,
    ttlMs: 1000,
    jitter: 0,
    missingTtlMs: null,
    load: async (_tenantId, keys) => {
      loads.push(keys);
      return new Map(keys.flatMap((key) => (store.has(key) ? [[key, store.get(key)!] as const] : [])));
    },
    tagsOf: (key) => [`profile:${key}`],
    decode: (json) => {
      if (typeof json === 'object' && json && 'archetype' in json)
        return { archetype: String(json.archetype) };
      throw new TypeError('no persona');
    },
    counters: createCacheCounters(registry, 'persona'),
    random: () => 0.5,
    ...over,
  });
}

async function counted(metric: string): Promise<Record<string, number>> {
  const all = (await registry.getMetricsAsJSON()).find(({ name }) => name === metric);
  const values = all?.values ?? [];
  return Object.fromEntries(
    values.filter(({ value }) => value > 0).map((one) => [one.labels['outcome'], one.value]),
  );
}

const down = () => Promise.reject(new CacheUnavailable('down'));
const bargainHunter = { archetype: 'bargain hunter' };

beforeEach(async () => {
  now = 0;
  cache = createMemoryCache({ clock: () => now });
  await openSpace(cache, space);
  registry = new Registry();
  store = new Map([['p1', bargainHunter]]);
  loads = [];
});

test('a value is loaded once, then read from the cache until it expires', async () => {
  const aside = personas();
  for (let i = 0; i < 3; i += 1) {
    expect(await aside.getMany('acme', ['p1'])).toEqual(new Map([['p1', bargainHunter]]));
  }
  expect(loads).toEqual([['p1']]);
  now = 1000;
  await aside.getMany('acme', ['p1']);
  expect(loads).toHaveLength(2);
  expect(await counted('cache_reads_total')).toEqual({ hit: 2, miss: 2 });
  expect(await counted('cache_fills_total')).toEqual({ stored: 2 });
});

test('only what is missing is loaded, in one call, each key once', async () => {
  store.set('p2', { archetype: 'gift giver' });
  const aside = personas();
  await aside.getMany('acme', ['p1']);
  const found = await aside.getMany('acme', ['p2', 'p1', 'p2', 'p3']);
  expect(Object.fromEntries(found)).toEqual({ p1: bargainHunter, p2: { archetype: 'gift giver' }, p3: null });
  expect(loads).toEqual([['p1'], ['p2', 'p3']]);
});

test('more keys than one call of the cache carries are answered', async () => {
  const keys = Array.from({ length: 1201 }, (_, i) => `k${i}`);
  keys.forEach((key) => store.set(key, { archetype: key }));
  const aside = personas();
  await aside.getMany('acme', keys);
  expect((await aside.getMany('acme', keys)).get('k1200')).toEqual({ archetype: 'k1200' });
  expect(loads.flat()).toHaveLength(1201);
});

test('tenants and versions have values of their own', async () => {
  await personas().getMany('acme', ['p1']);
  await personas({ version: 2 }).getMany('acme', ['p1']);
  await openSpace(cache, { ...space, tenantId: 'other' });
  await personas().getMany('other', ['p1']);
  expect(loads).toHaveLength(3);
});

test('jitter shortens lives by up to its share', async () => {
  const aside = personas({ jitter: 0.2, random: () => 0.75 });
  await aside.getMany('acme', ['p1']);
  now = 849;
  await aside.getMany('acme', ['p1']);
  expect(loads).toHaveLength(1);
  now = 850;
  await aside.getMany('acme', ['p1']);
  expect(loads).toHaveLength(2);
  expect(() => personas({ jitter: 1.5 })).toThrow('jitter must be a number from 0 to 1');
});

test('"there is none" is remembered for its own time when asked for', async () => {
  const aside = personas({ missingTtlMs: 100 });
  await aside.getMany('acme', ['p9']);
  expect(await aside.getMany('acme', ['p9'])).toEqual(new Map([['p9', null]]));
  expect(loads).toHaveLength(1);
  now = 100;
  await aside.getMany('acme', ['p9']);
  expect(loads).toHaveLength(2);
});

test('an entry that is no value any more is loaded again and replaced', async () => {
  const { fence } = await cache.getMany(space, []);
  const broken = { key: 'persona:v1:p1', value: '{"other":1}', ttlMs: 1000, tags: ['profile:p1'] };
  await cache.setMany(space, fence ?? '', [broken]);
  const aside = personas();
  await aside.getMany('acme', ['p1']);
  expect(await aside.getMany('acme', ['p1'])).toEqual(new Map([['p1', bargainHunter]]));
  expect(await counted('cache_reads_total')).toEqual({ undecodable: 1, hit: 1 });
});

test('a value over the limit is answered but not set', async () => {
  store.set('big', { archetype: 'x'.repeat(1_000_000) });
  await personas().getMany('acme', ['big', 'p1']);
  expect(await counted('cache_fills_total')).toEqual({ too_large: 1, stored: 1 });
});

describe('loads on their way', () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const slow = (over: Partial<CacheAsideOptions<Persona>> = {}) =>
    personas({
      ...over,
      load: async (_tenantId, keys) => {
        loads.push(keys);
        const value = store.get('p1')!;
        const gate = Promise.withResolvers<void>();
        gates.push(gate);
        await gate.promise;
        return new Map(keys.map((key) => [key, value]));
      },
    });
  const settle = async () => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  beforeEach(() => gates.splice(0));

  test('readers of one moment share one load', async () => {
    const aside = slow();
    const both = Promise.all([aside.getMany('acme', ['p1']), aside.getMany('acme', ['p1', 'p2'])]);
    await settle();
    gates.forEach(({ resolve }) => resolve());
    expect((await both).map((found) => found.get('p1'))).toEqual([bargainHunter, bargainHunter]);
    expect(loads).toEqual([['p1'], ['p2']]);
    expect(await counted('cache_reads_total')).toEqual({ miss: 3, shared: 1 });
  });

  test.each(['hold', 'change'] as const)(
    'a reader after a %s does not get what was read before',
    async (how) => {
      const aside = slow();
      const early = aside.getMany('acme', ['p1']);
      await settle();
      if (how === 'hold') await cache.hold(space, hold(['profile:p1']));
      else await changeTags(cache, space, ['profile:p1']);
      store.set('p1', { archetype: 'newer' });
      const late = aside.getMany('acme', ['p1']);
      await settle();
      gates.forEach(({ resolve }) => resolve());
      await early;
      expect((await late).get('p1')).toEqual({ archetype: 'newer' });
      expect(await counted('cache_fills_total')).toEqual(
        how === 'hold' ? { refused: 2 } : { refused: 1, stored: 1 },
      );
    },
  );

  test('two readers during a hold share nothing, as the change may lie between them', async () => {
    await cache.hold(space, hold(['profile:p1']));
    const aside = slow();
    const early = aside.getMany('acme', ['p1']);
    await settle();
    store.set('p1', { archetype: 'newer' });
    const late = aside.getMany('acme', ['p1']);
    await settle();
    gates.forEach(({ resolve }) => resolve());
    await early;
    expect((await late).get('p1')).toEqual({ archetype: 'newer' });
  });

  test('an error of the load reaches all who share it and is not kept', async () => {
    const aside = slow();
    const both = Promise.allSettled([aside.getMany('acme', ['p1']), aside.getMany('acme', ['p1'])]);
    await settle();
    gates[0]?.reject(new Error('database away'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = aside.getMany('acme', ['p1']);
    await settle();
    gates[1]?.resolve();
    expect((await again).get('p1')).toEqual(bargainHunter);
  });
});

describe('a cache that is away', () => {
  test('reads go to the loader and are counted', async () => {
    const aside = personas({ cache: { ...cache, getMany: down } });
    expect(await aside.getMany('acme', ['p1'])).toEqual(new Map([['p1', bargainHunter]]));
    expect(await counted('cache_reads_total')).toEqual({ unavailable: 1 });
    expect(await counted('cache_fills_total')).toEqual({});
  });

  test('a fill that fails is counted and the value answered', async () => {
    const aside = personas({ cache: { ...cache, setMany: down } });
    expect(await aside.getMany('acme', ['p1'])).toEqual(new Map([['p1', bargainHunter]]));
    expect(await counted('cache_fills_total')).toEqual({ unavailable: 1 });
  });

  test('where nobody vouches reads go to the loader and say so', async () => {
    await personas().getMany('unvouched', ['p1']);
    expect(await counted('cache_reads_total')).toEqual({ untrusted: 1 });
  });

  test('an error that is no outage is thrown', async () => {
    await expect(personas().getMany('acme', ['with blank'])).rejects.toThrow(RangeError);
  });
});
