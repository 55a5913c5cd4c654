import assert from 'node:assert/strict';
import { Redis } from 'ioredis';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { entry, lease, openSpace } from '../src/cache.contract.ts';
import { openRedisCache } from '../src/index.ts';
import { startRedisServer, type RedisServer } from '@customer360/testing';
import { whenReady } from './when-ready.ts';

const program = process.env['REDIS_SERVER'];
const space = { tenantId: 'acme', name: 'segment' };

describe.runIf(program)('a master with a replica behind a sentinel', () => {
  let master: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisServer;
  beforeAll(async () => {
    // No wait for further replicas before the first copy.
    master = await startRedisServer(program ?? '', ['--repl-diskless-sync-delay', '0']);
    replica = await startRedisServer(program ?? '', ['--replicaof', '127.0.0.1', String(master.port)]);
    sentinel = await startRedisServer(program ?? '', ['--sentinel'], (folder, port) => {
      const file = join(folder, 'sentinel.conf');
      const monitor = `sentinel monitor main 127.0.0.1 ${master.port} 1`;
      const times = 'sentinel down-after-milliseconds main 300\nsentinel failover-timeout main 2000';
      writeFileSync(file, `port ${port}\nbind 127.0.0.1\ndir ${folder}\n${monitor}\n${times}\n`);
      return file;
    });
    const direct = new Redis({ host: '127.0.0.1', port: sentinel.port });
    // Only a replica that the sentinel knows can take over.
    const replicas = () => direct.call('SENTINEL', 'REPLICAS', 'main');
    await vi.waitFor(async () => assert.equal([await replicas()].flat().length, 1), {
      timeout: 20_000,
      interval: 50,
    });
    direct.disconnect();
  });
  afterAll(async () => {
    await Promise.all([master, replica, sentinel].map((server) => server.remove()));
  });

  test('a replica that takes over vouches for nothing that it has, and is used after the next renewal', async () => {
    const cache = openRedisCache({ url: `redis+sentinel://127.0.0.1:${sentinel.port}/main` });
    await whenReady(cache);
    await openSpace(cache, space);
    const { fence } = await cache.getMany(space, []);
    await cache.setMany(space, fence ?? '', [entry('a')]);
    const copy = new Redis({ host: '127.0.0.1', port: replica.port });
    await vi.waitFor(async () => expect(await copy.exists('c360:{acme}:segment:e:a')).toBe(1), {
      timeout: 20_000,
      interval: 20,
    });
    await master.kill();
    await vi.waitFor(async () => expect(await copy.role()).toContain('master'), {
      timeout: 20_000,
      interval: 50,
    });
    await whenReady(cache);
    expect(await copy.exists('c360:{acme}:segment:e:a')).toBe(1);
    expect(await cache.getMany(space, ['a'])).toMatchObject({ values: [null], fence: null });
    expect(await cache.vouch(space, lease())).toMatchObject({ outcome: 'lapsed' });
    await openSpace(cache, space, { epoch: 2 });
    expect((await cache.getMany(space, ['a'])).values).toEqual([null]);
    copy.disconnect();
    await cache.close();
  }, 60_000);
});
