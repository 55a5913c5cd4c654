import { beforeEach, describe, expect, test } from 'vitest';
import { entry } from './cache.contract.ts';
import type { Cache } from './cache.ts';
import { CacheUnavailable } from './cache-unavailable.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import { createInvalidator } from './invalidator.ts';
import { createMemoryCache } from './memory-cache.ts';

const space = { tenantId: 'acme', name: 'segment' };
const LEASE = 5000;
const COMMAND = 250;
/** The cache's clock differs from the process's. */
const AHEAD = 1_000_000;

let now = 0;
let epochs = 0;
let cache: Cache;
/** What this process sees of the cache: when cut off, nothing it sends arrives. */
let cutOff = false;
let outcomes: string[] = [];

function reachable(): Cache {
  const guard =
    <Arguments extends unknown[], Answer>(call: (...args: Arguments) => Promise<Answer>) =>
    (...args: Arguments) =>
      cutOff ? Promise.reject(new CacheUnavailable('cut off')) : call(...args);
  return {
    ...cache,
    deleteTags: guard((...args: Parameters<Cache['deleteTags']>) => cache.deleteTags(...args)),
    vouch: guard((...args: Parameters<Cache['vouch']>) => cache.vouch(...args)),
  };
}

function start(over: Partial<InvalidatorOptions> = {}) {
  return createInvalidator({
    cache: reachable(),
    name: 'segment',
    holder: 'first',
    leaseMs: LEASE,
    commandMs: COMMAND,
    whenCutOff: 'outwait',
    clock: () => now,
    wait: async (ms) => {
      now += ms;
    },
    newEpoch: () => (epochs += 1),
    counters: { count: (outcome) => outcomes.push(outcome) },
    ...over,
  });
}

async function fill(key: string, tag: string): Promise<number> {
  const { fence } = await cache.getMany(space, []);
  return cache.setMany(space, fence ?? '', [entry(key, { tags: [tag] })]);
}
const read = async (key: string) => (await cache.getMany(space, [key])).values[0];

beforeEach(() => {
  now = 0;
  epochs = 0;
  cutOff = false;
  outcomes = [];
  cache = createMemoryCache({ clock: () => now + AHEAD });
});

describe('with the cache in reach', () => {
  test('entries are readable for the length of the lease after the last renewal', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    await fill('a', 'x');
    now = LEASE - 1;
    await invalidator.renew(['acme']);
    now += LEASE - 1;
    expect(await read('a')).toBe('value of a');
    now += 1;
    expect(await read('a')).toBeNull();
  });

  test('a hold removes the entries of its tags and keeps new ones out until its release', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    await fill('a', 'x');
    await fill('b', 'y');
    const release = await invalidator.hold('acme', ['x']);
    expect([await read('a'), await read('b'), await fill('a', 'x')]).toEqual([null, 'value of b', 0]);
    await release();
    expect(await fill('a', 'x')).toBe(1);
    expect(outcomes).toEqual(['new', 'held', 'released']);
    expect(now).toBe(0);
  });

  test('a tag that two changes hold is free after the second release', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    const [one, two] = [await invalidator.hold('acme', ['x']), await invalidator.hold('acme', ['x', 'y'])];
    await one();
    expect(await fill('a', 'x')).toBe(0);
    await two();
    expect([await fill('a', 'x'), await fill('b', 'y')]).toEqual([1, 1]);
  });

  test('a change of more tags than one call carries is held as a whole', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    await fill('last', 't2500');
    await invalidator.hold(
      'acme',
      Array.from({ length: 2501 }, (_, i) => `t${i}`),
    );
    expect(await read('last')).toBeNull();
  });

  test('a new process voids what a crashed one may have left, and what that held stays held', async () => {
    const crashed = start();
    await crashed.renew(['acme']);
    await fill('a', 'x');
    await crashed.hold('acme', ['y']);
    await start({ holder: 'second' }).renew(['acme']);
    expect(await read('a')).toBeNull();
    expect([await fill('a', 'x'), await fill('b', 'y')]).toEqual([1, 0]);
  });
});

describe('cut off from a cache that others can read', () => {
  test('a hold is answered only once no entry is readable any more, and the next one at once', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    await fill('a', 'x');
    cutOff = true;
    await invalidator.hold('acme', ['x']);
    expect(await read('a')).toBeNull();
    expect(now).toBe(LEASE + COMMAND);
    await invalidator.hold('acme', ['z']);
    expect(now).toBe(LEASE + COMMAND);
    expect(outcomes).toEqual(['new', 'outwaited', 'outwaited']);
  });

  test('a release that cannot be told leaves the tag held, and the next renewal tells it', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    const release = await invalidator.hold('acme', ['x']);
    cutOff = true;
    await release();
    expect(await fill('a', 'x')).toBe(0);
    cutOff = false;
    await invalidator.renew(['acme']);
    expect(await fill('a', 'x')).toBe(1);
    expect(outcomes).toEqual(['new', 'held', 'left_held', 'kept']);
  });

  test('back in reach it begins a new epoch in which open holds are held', async () => {
    const invalidator = start();
    await invalidator.renew(['acme']);
    await fill('a', 'x');
    cutOff = true;
    const release = await invalidator.hold('acme', ['x']);
    cutOff = false;
    await invalidator.renew(['acme']);
    expect([await read('a'), await fill('a', 'x')]).toEqual([null, 0]);
    await release();
    expect(await fill('a', 'x')).toBe(1);
  });

  test('a renewal that was on its way for too long does nothing', async () => {
    const invalidator = start({
      cache: {
        ...cache,
        vouch: async (where, lease) => {
          if (lease.latestMs > 0) now += COMMAND + 1;
          return cache.vouch(where, lease);
        },
      },
    });
    await invalidator.renew(['acme']);
    expect(outcomes).toEqual(['late']);
    expect(await fill('a', 'x')).toBe(0);
  });

  test('while a hold waits for the cache its lease is not renewed', async () => {
    const cut: { hold: boolean } = { hold: false };
    const invalidator = start({
      cache: {
        ...cache,
        deleteTags: async (...args) => {
          if (cut.hold) throw new CacheUnavailable('no answer');
          return cache.deleteTags(...args);
        },
      },
      wait: async (ms) => {
        now += ms;
        if (now > 10 * LEASE) throw new Error('the lease goes on and on');
        await invalidator.renew(['acme']);
      },
    });
    await invalidator.renew(['acme']);
    await fill('a', 'x');
    cut.hold = true;
    await invalidator.hold('acme', ['x']);
    expect(await read('a')).toBeNull();
  });

  test('a hold waits until a renewal without an answer can have no effect any more', async () => {
    let lost = false;
    const invalidator = start({
      cache: {
        ...cache,
        vouch: async (where, lease) => {
          if (lost) throw new CacheUnavailable('the connection broke');
          return cache.vouch(where, lease);
        },
      },
    });
    await invalidator.renew(['acme']);
    lost = true;
    now = 10;
    await invalidator.renew(['acme']);
    await invalidator.hold('acme', ['x']);
    expect(now).toBe(10 + COMMAND);
    await invalidator.hold('acme', ['y']);
    expect(now).toBe(10 + COMMAND);
  });

  test('a lease that is found alive after it was waited for begins a new epoch all the same', async () => {
    const invalidator = start({
      cache: {
        ...reachable(),
        // The clock of this cache stands still for leases: they never end.
        vouch: (where, lease) =>
          cutOff
            ? Promise.reject(new CacheUnavailable('cut off'))
            : cache.vouch(where, { ...lease, leaseMs: 86_400_000 }),
      },
    });
    await invalidator.renew(['acme']);
    await fill('a', 'x');
    cutOff = true;
    const release = await invalidator.hold('acme', ['x']);
    cutOff = false;
    await invalidator.renew(['acme']);
    await release();
    expect(await read('a')).toBeNull();
    expect(outcomes).toEqual(['new', 'outwaited', 'new', 'released']);
  });

  test('a process that never reached the cache waits for the lease of the one before it', async () => {
    await start().renew(['acme']);
    await fill('a', 'x');
    cutOff = true;
    await start({ holder: 'second' }).hold('acme', ['x']);
    expect(await read('a')).toBeNull();
    expect(now).toBe(LEASE + COMMAND);
  });

  test('where processes take turns a hold is refused instead', async () => {
    const invalidator = start({ whenCutOff: 'refuse' });
    await invalidator.renew(['acme']);
    cutOff = true;
    await expect(invalidator.hold('acme', ['x'])).rejects.toThrow(CacheUnavailable);
    cutOff = false;
    await invalidator.renew(['acme']);
    expect(await fill('a', 'x')).toBe(1);
  });
});
