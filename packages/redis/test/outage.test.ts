import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hold, lease, openSpace } from '../src/cache.contract.ts';
import { CacheUnavailable, openRedisCache } from '../src/index.ts';
import type { Cache, Invalidation } from '../src/index.ts';
import { freePort, startRedisServer, type RedisServer } from '@customer360/testing';
import { whenReady } from './when-ready.ts';

const space = { tenantId: 'acme', name: 'segment' };
const program = process.env['REDIS_SERVER'];

test('without a server calls fail at once with CacheUnavailable', async () => {
  const cache = openRedisCache({ url: `redis://127.0.0.1:${await freePort()}` });
  await expect(cache.getMany(space, ['a'])).rejects.toThrow(CacheUnavailable);
  await expect(cache.increment('acme', 'n', 1, 1000)).rejects.toThrow(CacheUnavailable);
  await expect(cache.subscribe(() => undefined)).rejects.toThrow(CacheUnavailable);
  await cache.close();
});

test.each(['redis+sentinel://127.0.0.1:PORT/main', 'redis+cluster://127.0.0.1:PORT'])(
  'the same for %s',
  async (form) => {
    const errors: Error[] = [];
    const url = form.replace('PORT', String(await freePort()));
    const cache = openRedisCache({ url, onConnectionError: (error) => errors.push(error) });
    await expect(cache.getMany(space, ['a'])).rejects.toThrow(CacheUnavailable);
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0));
    await cache.close();
  },
);

describe.runIf(program)('a real server', () => {
  let server: RedisServer;
  let cache: Cache;
  beforeEach(async () => {
    server = await startRedisServer(program ?? '');
    cache = openRedisCache({ url: server.url, times: { commandMs: 40, reconnectMs: 50 } });
    await whenReady(cache);
  });
  afterEach(async () => {
    await cache.close();
    await server.remove();
  });

  test('that stops answering costs a few time-outs, then calls fail at once until it is back', async () => {
    server.pause();
    const spent: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      const began = performance.now();
      await expect(cache.getMany(space, ['a'])).rejects.toThrow(CacheUnavailable);
      spent.push(performance.now() - began);
    }
    expect(spent.map((ms) => ms > 30)).toEqual([true, true, true, false, false, false]);
    server.resume();
    await whenReady(cache);
  });

  test('that comes back empty is used again, under a new epoch only', async () => {
    await openSpace(cache, space);
    const { fence } = await cache.getMany(space, []);
    await server.kill();
    await expect(cache.getMany(space, ['a'])).rejects.toThrow(CacheUnavailable);
    await server.start();
    await whenReady(cache);
    expect((await cache.getMany(space, [])).fence).toBeNull();
    expect(await cache.vouch(space, lease())).toMatchObject({ outcome: 'lapsed' });
    await openSpace(cache, space, { epoch: 2 });
    const late = [{ key: 'a', value: 'old', ttlMs: 1000, tags: ['x'] }];
    expect(await cache.setMany(space, fence ?? '', late)).toBe(0);
  });

  test('that restarts tells subscribers of a gap and then of changes again', async () => {
    const heard: Invalidation[] = [];
    await cache.subscribe((invalidation) => heard.push(invalidation));
    const gaps = () => heard.filter(({ kind }) => kind === 'gap').length;
    const before = gaps();
    await server.kill();
    await server.start();
    await whenReady(cache);
    const change = { kind: 'tags', space, tags: ['x'] };
    // What is held before the new connection is subscribed is lost, and the gap that follows says so.
    await vi.waitFor(
      async () => {
        await cache.hold(space, hold(['x']));
        expect(heard).toContainEqual(change);
      },
      { timeout: 10_000, interval: 20 },
    );
    const sinceGap = heard.findLastIndex(({ kind }) => kind === 'gap');
    expect(gaps()).toBeGreaterThanOrEqual(before + 2);
    expect(heard.slice(sinceGap + 1)).toContainEqual(change);
  });
});
