import { spawnSync } from 'node:child_process';
import { startRedisServer } from '@customer360/testing';

/** The Redis that REDIS_URL names, or one of its own from the `redis-server` of this machine. */
export async function openRedis(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const given = env['REDIS_URL'];
  if (given) return { url: given, close: async () => {} };
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new Error('REDIS_URL must name a Redis server, or redis-server must be installed');
  }
  const server = await startRedisServer('redis-server');
  return { url: server.url, close: () => server.remove() };
}
