import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryRegister, type MemoryRegister } from '../test/memory-register.ts';
import { entry } from './cache.contract.ts';
import type { Cache } from './cache.ts';
import { CacheUnavailable } from './cache-unavailable.ts';
import type { InvalidatorOptions } from './invalidator-options.ts';
import { createInvalidator } from './invalidator.ts';
import { createMemoryCache } from './memory-cache.ts';

const space = { tenantId: 'acme', name: 'segment' };
const LEASE = 5000;
/** From a closing on: what a renewal may take, and a lease. */
const QUIET = 1.5 * LEASE;
/** The cache's clock differs from the process's. */
const AHEAD = 1_000_000;

let now = 0;
let ids = 0;
let cache: Cache;
let register: MemoryRegister;
/** Holders that nothing reaches the cache of. */
let cutOff: Set<string>;
let outcomes: string[];

/** What one process sees of the cache. */
function seenBy(holder: string): Cache {
  const guard =
    <Arguments extends unknown[], Answer>(call: (...args: Arguments) => Promise<Answer>) =>
    (...args: Arguments) =>
      cutOff.has(holder) ? Promise.reject(new CacheUnavailable('cut off')) : call(...args);
  return {
    ...cache,
    begin: guard((...args: Parameters<Cache['begin']>) => cache.begin(...args)),
    vouch: guard((...args: Parameters<Cache['vouch']>) => cache.vouch(...args)),
    leave: guard((...args: Parameters<Cache['leave']>) => cache.leave(...args)),
    hold: guard((...args: Parameters<Cache['hold']>) => cache.hold(...args)),
    release: guard((...args: Parameters<Cache['release']>) => cache.release(...args)),
  };
}

function start(
  holder = 'first',
  over: Partial<InvalidatorOptions<ReturnType<MemoryRegister['begin']>>> = {},
) {
  const invalidator = createInvalidator({
    cache: seenBy(holder),
    register,
    name: 'segment',
    holder,
    leaseMs: LEASE,
    clock: () => now,
    wait: async (ms) => {
      now += ms;
    },
    newEpoch: () => (ids += 1),
    newId: () => `hold-${(ids += 1)}`,
    counters: { count: (outcome) => outcomes.push(outcome) },
    ...over,
  });
  return {
    renew: () => invalidator.renew(['acme']),
    leave: () => invalidator.leave(),
    /** Holds in a transaction of its own; `end` commits and releases. */
    async hold(...tags: string[]) {
      const transaction = register.begin();
      const release = await invalidator.hold(transaction, 'acme', tags).catch((error: unknown) => {
        transaction.end();
        throw error;
      });
      return async () => {
        transaction.end();
        await release();
      };
    },
  };
}

async function fill(key: string, tag: string): Promise<number> {
  const { fence } = await cache.getMany(space, []);
  return cache.setMany(space, fence ?? '', [entry(key, { tags: [tag] })]);
}
const read = async (key: string) => (await cache.getMany(space, [key])).values[0];

beforeEach(() => {
  [now, ids, outcomes, cutOff] = [0, 0, [], new Set()];
  cache = createMemoryCache({ clock: () => now + AHEAD });
  register = createMemoryRegister({ clock: () => now, tick: async () => {} });
});

describe('with the cache in reach', () => {
  test('entries are readable for the length of the lease after the last renewal', async () => {
    const one = start();
    await one.renew();
    await fill('a', 'x');
    now = LEASE - 1;
    await one.renew();
    now += LEASE - 1;
    expect(await read('a')).toBe('value of a');
    now += 1;
    expect(await read('a')).toBeNull();
  });

  test('a hold removes the entries of its tags and keeps new ones out until its release', async () => {
    const one = start();
    await one.renew();
    await fill('a', 'x');
    await fill('b', 'y');
    const end = await one.hold('x');
    expect([await read('a'), await read('b'), await fill('a', 'x')]).toEqual([null, 'value of b', 0]);
    await end();
    expect(await fill('a', 'x')).toBe(1);
    expect(outcomes).toEqual(['new', 'kept', 'held', 'released']);
    expect(now).toBe(0);
  });

  test('a change of more tags than one call carries is held as a whole', async () => {
    const one = start();
    await one.renew();
    await fill('last', 't2500');
    await one.hold(...Array.from({ length: 2501 }, (_, i) => `t${i}`));
    expect(await read('last')).toBeNull();
  });

  test('several processes share what is cached, and each holds back its own changes', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    await fill('a', 'x');
    await other.renew();
    expect(await read('a')).toBe('value of a');
    const [endOne, endOther] = [await one.hold('x'), await other.hold('x')];
    await endOne();
    expect(await fill('a', 'x')).toBe(0);
    await endOther();
    expect(await fill('a', 'x')).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(1);
  });

  test('a process that has just started holds under the epoch of the others', async () => {
    await start('first').renew();
    await fill('a', 'x');
    const end = await start('second').hold('x');
    expect([await read('a'), await fill('a', 'x')]).toEqual([null, 0]);
    await end();
    expect(await fill('a', 'x')).toBe(1);
  });

  test('what a dead process held is free once its lease has ended, and what was cached begins anew', async () => {
    const [dead, living] = [start('first'), start('second')];
    await dead.renew();
    await living.renew();
    await fill('b', 'y');
    const endOfSession = await dead.hold('x');
    cutOff.add('first');
    now += LEASE / 2;
    await living.renew();
    expect(await read('b')).toBe('value of b');
    now += LEASE / 2;
    await living.renew();
    // Nothing new begins while the store has not ended the transaction of the dead.
    expect([await read('b'), await fill('a', 'x')]).toEqual(['value of b', 0]);
    await endOfSession();
    await living.renew();
    expect([await read('b'), await fill('a', 'x')]).toEqual([null, 1]);
  });

  test('a process that leaves ends nothing', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    await other.renew();
    await fill('a', 'x');
    await one.leave();
    for (let third = 0; third < 4; third += 1) {
      now += LEASE / 3;
      await other.renew();
    }
    expect(await read('a')).toBe('value of a');
  });

  test('no epoch ends while a change is about to commit', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    const end = await one.hold('x');
    await cache.close();
    await other.renew();
    expect((await cache.getMany(space, [])).fence).toBeNull();
    await end();
    await other.renew();
    expect(await fill('a', 'x')).toBe(1);
  });
});

describe('cut off from a cache that others can read', () => {
  test('a hold is answered once nobody can read any more, and the next one at once', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    await fill('a', 'x');
    cutOff.add('first');
    const end = await one.hold('x');
    expect(await read('a')).toBeNull();
    expect(now).toBeGreaterThanOrEqual(QUIET);
    await end();
    const before = now;
    await (
      await one.hold('z')
    )();
    expect(now).toBe(before);
    await other.renew();
    expect((await cache.getMany(space, [])).fence).toBeNull();
    expect(outcomes).toEqual(['new', 'kept', 'closed', 'outwaited', 'outwaited']);
  });

  test('others go on without the cache from the same moment, each after its own wait', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    await other.renew();
    cutOff.add('first');
    await (
      await one.hold('x')
    )();
    const before = now;
    await (
      await other.hold('y')
    )();
    expect(now - before).toBeLessThanOrEqual(QUIET);
    const again = now;
    await (
      await other.hold('y')
    )();
    expect(now).toBe(again);
  });

  test('back in reach it begins a new epoch, which the others join', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    await fill('a', 'x');
    cutOff.add('first');
    await (
      await one.hold('x')
    )();
    await other.renew();
    expect(await fill('a', 'x')).toBe(0);
    cutOff.clear();
    await one.renew();
    await other.renew();
    expect([await read('a'), await fill('a', 'x')]).toEqual([null, 1]);
  });

  test('an epoch whose closer does not come back is replaced by others after a minute', async () => {
    const [one, other] = [start('first'), start('second')];
    await one.renew();
    cutOff.add('first');
    await (
      await one.hold('x')
    )();
    now += 59_000 - QUIET;
    await other.renew();
    expect(await fill('a', 'x')).toBe(0);
    now += QUIET;
    await other.renew();
    expect(await fill('a', 'x')).toBe(1);
    const before = now;
    // It learns of the new epoch in a transaction that keeps it: the next one closes it.
    await expect(one.hold('x')).rejects.toThrow(CacheUnavailable);
    await (
      await one.hold('x')
    )();
    expect([await read('a'), now - before >= QUIET]).toEqual([null, true]);
  });

  test('a cache that answers again before it is given up costs a moment', async () => {
    const one = start('first', {
      wait: async (ms) => {
        now += ms;
        cutOff.clear();
      },
    });
    await one.renew();
    await fill('a', 'x');
    cutOff.add('first');
    const end = await one.hold('x');
    expect(await read('a')).toBeNull();
    expect(now).toBe(10);
    await end();
    expect(await fill('a', 'x')).toBe(1);
  });

  test('a release that cannot be told leaves the tag held, and the next renewal tells it', async () => {
    const one = start();
    await one.renew();
    const end = await one.hold('x');
    cutOff.add('first');
    await end();
    expect(await fill('a', 'x')).toBe(0);
    cutOff.clear();
    await one.renew();
    expect(await fill('a', 'x')).toBe(1);
    expect(outcomes).toEqual(['new', 'kept', 'held', 'left_held', 'kept']);
  });

  test('a process that shares no cache with the others closes their epoch', async () => {
    await start('first').renew();
    await fill('a', 'x');
    cutOff.add('second');
    const alone = start('second');
    await expect(alone.hold('x')).rejects.toThrow(CacheUnavailable);
    await (
      await alone.hold('x')
    )();
    expect(await read('a')).toBeNull();
  });
});

test('a renewal that took too long does nothing', async () => {
  const one = start('first', {
    cache: {
      ...cache,
      vouch: async (where, lease) => {
        if (lease.latestMs > 0) now += LEASE / 2 + 1;
        return cache.vouch(where, lease);
      },
    },
  });
  await one.renew();
  expect(outcomes).toEqual(['new', 'late']);
  expect(await fill('a', 'x')).toBe(0);
});

test('time that the store of record takes counts as time of the renewal', async () => {
  const one = start('first', {
    register: {
      ...register,
      read: async (tenantIds) => {
        now += LEASE / 2 + 1;
        return register.read(tenantIds);
      },
    },
  });
  await one.renew();
  await one.renew();
  expect(outcomes).toEqual(['new', 'kept', 'late']);
});
