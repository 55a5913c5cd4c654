import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startRedisServer, type RedisServer } from '@customer360/testing';
import { describeCache, changeTags, entry, lease, openSpace } from './cache.contract.ts';
import { whenReady } from '../test/when-ready.ts';
import { openRedisCache } from './redis-cache.ts';

const program = process.env['REDIS_SERVER'];
const givenUrl = process.env['TEST_REDIS_URL'];
const acme = { tenantId: 'acme', name: 'segment' };
let tests = 0;

describe.runIf(program || givenUrl)('a real server', () => {
  let server: RedisServer | null = null;
  let url = givenUrl ?? '';
  let direct: Redis;
  beforeAll(async () => {
    if (program) {
      server = await startRedisServer(program);
      url = server.url;
    }
    direct = new Redis(url);
  });
  afterAll(async () => {
    direct.disconnect();
    await server?.remove();
  });
  const newPrefix = () => `test-${process.pid}-${(tests += 1)}`;
  const serverNow = async () => {
    const [seconds, micros] = await direct.time();
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  };
  const clear = async (prefix: string) => {
    const keys = await direct.keys(`${prefix}:*`);
    if (keys.length > 0) await direct.unlink(...keys);
  };

  describeCache('on Redis', async () => {
    const prefix = newPrefix();
    const [cache, other] = [openRedisCache({ url, prefix }), openRedisCache({ url, prefix })];
    await Promise.all([whenReady(cache), whenReady(other)]);
    return {
      cache,
      other,
      now: serverNow,
      // The server's clock is its own: asking for it until it has gone on is all there is.
      advance: async (ms) => {
        const until = (await serverNow()) + ms;
        while ((await serverNow()) < until);
      },
      close: async () => {
        await Promise.all([cache.close(), other.close()]);
        await clear(prefix);
      },
    };
  });

  describe('what Redis may lose', () => {
    const prefix = newPrefix();
    const open = async () => {
      const cache = openRedisCache({ url, prefix });
      await whenReady(cache);
      await openSpace(cache, acme);
      const { fence } = await cache.getMany(acme, []);
      await cache.setMany(acme, fence ?? '', [entry('a', { tags: ['x', 'y'] })]);
      return { cache, fence: fence ?? '' };
    };
    afterEach(() => clear(prefix));

    test('an entry whose tag was evicted is unreadable, also after the tag is used again', async () => {
      const { cache, fence } = await open();
      await direct.unlink(`${prefix}:{acme}:segment:t:y`);
      expect((await cache.getMany(acme, ['a'])).values).toEqual([null]);
      await cache.setMany(acme, fence, [entry('b', { tags: ['y'] })]);
      expect((await cache.getMany(acme, ['a', 'b'])).values).toEqual([null, 'value of b']);
      await cache.close();
    });

    test('entries whose fence was evicted are unreadable under the next one', async () => {
      const { cache, fence } = await open();
      await direct.unlink(`${prefix}:{acme}:segment:fence`);
      expect(await cache.vouch(acme, lease())).toMatchObject({ outcome: 'lapsed' });
      await openSpace(cache, acme, { epoch: 2 });
      expect((await cache.getMany(acme, ['a'])).values).toEqual([null]);
      expect(await cache.setMany(acme, fence, [entry('a')])).toBe(0);
      await cache.close();
    });

    test('a fence of another run of the server vouches for nothing', async () => {
      const { cache, fence } = await open();
      const key = `${prefix}:{acme}:segment:fence`;
      const members = await direct.zrange(key, 0, -1);
      for (const run of members.filter((member) => /^!(run|begun):/.test(member))) {
        await direct.zrem(key, run);
        await direct.zadd(key, -1, run.replace(/:.*/, ':another'));
      }
      expect(await cache.getMany(acme, ['a'])).toMatchObject({ values: [null], fence: null });
      expect(await cache.setMany(acme, fence, [entry('b')])).toBe(0);
      expect(await cache.vouch(acme, lease())).toMatchObject({ outcome: 'lapsed' });
      await openSpace(cache, acme, { epoch: 2 });
      await cache.close();
    });

    test('after a change no key of its entries is left', async () => {
      const { cache } = await open();
      await changeTags(cache, acme, ['x', 'y']);
      const left = ['fence', 'members'].map((key) => `${prefix}:{acme}:segment:${key}`);
      expect((await direct.keys(`${prefix}:*`)).toSorted()).toEqual(left);
      await cache.close();
    });

    test('every key has an end', async () => {
      const { cache } = await open();
      await cache.increment('acme', 'calls', 1, 1000);
      const keys = await direct.keys(`${prefix}:*`);
      expect(keys).toHaveLength(6);
      for (const key of keys) expect(await direct.pttl(key)).toBeGreaterThan(0);
      await cache.close();
    });

    test('the members of a tag that expired leave its set when others join', async () => {
      const { cache } = await open();
      const { fence } = await cache.getMany(acme, []);
      await cache.setMany(acme, fence ?? '', [entry('short', { ttlMs: 5, tags: ['y'] })]);
      const until = (await serverNow()) + 10;
      while ((await serverNow()) < until);
      await cache.setMany(acme, fence ?? '', [entry('next', { tags: ['y'] })]);
      const members = await direct.zrange(`${prefix}:{acme}:segment:t:y`, 0, -1);
      expect(new Set(members.map((member) => member.split(':').at(-1)))).toEqual(new Set(['a', 'next']));
      await cache.close();
    });
  });
});
