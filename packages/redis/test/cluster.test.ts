import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeCache } from '../src/cache.contract.ts';
import { openRedisCache } from '../src/index.ts';
import { startRedisServer, type RedisServer } from '@customer360/testing';
import { whenReady } from './when-ready.ts';

const program = process.env['REDIS_SERVER'];

/** Two nodes that each have half of the slots. */
async function startCluster(nodes: readonly [RedisServer, RedisServer]): Promise<void> {
  const [first, second] = nodes.map(({ port }) => new Redis({ host: '127.0.0.1', port }));
  if (!first || !second) throw new Error('a cluster of two nodes needs two');
  await first.cluster('ADDSLOTSRANGE', 0, 8191);
  await second.cluster('ADDSLOTSRANGE', 8192, 16_383);
  await first.cluster('MEET', '127.0.0.1', nodes[1].port);
  const state = async (node: Redis) => node.cluster('INFO');
  await vi.waitFor(
    async () => {
      for (const node of [first, second]) expect(await state(node)).toContain('cluster_state:ok');
    },
    { timeout: 20_000, interval: 20 },
  );
  first.disconnect();
  second.disconnect();
}

describe.runIf(program)('a cluster of two nodes', () => {
  let nodes: readonly [RedisServer, RedisServer];
  let url: string;
  let tests = 0;
  beforeAll(async () => {
    const node = () => startRedisServer(program ?? '', ['--cluster-enabled', 'yes']);
    nodes = [await node(), await node()];
    await startCluster(nodes);
    url = `redis+cluster://127.0.0.1:${nodes[0].port},127.0.0.1:${nodes[1].port}`;
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.remove()));
  });

  describeCache('on it', async () => {
    tests += 1;
    const open = () => openRedisCache({ url, prefix: `test-${tests}` });
    const [cache, other] = [open(), open()];
    await Promise.all([whenReady(cache), whenReady(other)]);
    const now = async () => {
      const lease = { holder: 'clock', epoch: 1, leaseMs: 1, latestMs: 0 };
      return (await cache.vouch({ tenantId: 'acme', name: 'clock' }, lease)).nowMs;
    };
    return {
      cache,
      other,
      now,
      advance: async (ms) => {
        const until = (await now()) + ms;
        while ((await now()) < until);
      },
      close: async () => {
        await Promise.all([cache.close(), other.close()]);
      },
    };
  });

  test('tenants are spread over the nodes, each whole on one', async () => {
    const cache = openRedisCache({ url, prefix: 'spread' });
    await whenReady(cache);
    for (let i = 0; i < 20; i += 1) await cache.increment(`tenant-${i}`, 'calls', 1, 60_000);
    const counts: number[] = [];
    for (const { port } of nodes) {
      const node = new Redis({ host: '127.0.0.1', port });
      counts.push((await node.keys('spread:*')).length);
      node.disconnect();
    }
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    await cache.close();
  });
});
