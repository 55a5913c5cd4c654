import { Registry } from 'prom-client';
import { createCacheAside, createCacheCounters, openRedisCache } from '../src/index.ts';
import { openSpace } from '../src/cache.contract.ts';
import { startRedisServer } from '@customer360/testing';
import { whenReady } from './when-ready.ts';

/**
 * Prints how long a hit takes in this process, decoding included, against a real server on this machine.
 * `REDIS_SERVER=/usr/bin/redis-server node packages/redis/test/latency-cli.ts [reads]`; TEST_REDIS_URL names another server.
 */
const READS = Number(process.argv[2] ?? 20_000);
const PROFILES = 2000;
const persona = {
  archetype: 'bargain hunter',
  score: 0.83,
  reasons: Array.from({ length: 8 }, (_, i) => ({
    text: `reason ${i} in a line of usual length`,
    events: [i],
  })),
};

const program = process.env['REDIS_SERVER'];
const given = process.env['TEST_REDIS_URL'];
if (!program && !given)
  throw new Error('REDIS_SERVER must name a redis-server, or TEST_REDIS_URL a running one');
const server = given ? null : await startRedisServer(program ?? '');
process.on('exit', () => server?.killNow());
const cache = openRedisCache({ url: given ?? server?.url ?? '', prefix: `latency-${process.pid}` });
await whenReady(cache);
await openSpace(cache, { tenantId: 'acme', name: 'segment' }, { leaseMs: 600_000 });
let loads = 0;
const aside = createCacheAside<unknown>({
  cache,
  name: 'segment',
  kind: 'persona',
  version: 1,
  ttlMs: 600_000,
  jitter: 0.1,
  missingTtlMs: null,
  load: async (_tenantId, keys) => {
    loads += keys.length;
    return new Map(keys.map((key) => [key, persona]));
  },
  tagsOf: (key) => [`profile:${key}`, 'rules'],
  decode: (json) => json,
  counters: createCacheCounters(new Registry(), 'persona'),
  random: Math.random,
});
const all = Array.from({ length: PROFILES }, (_, i) => `profile-${i}`);
await aside.getMany('acme', all);
console.log(`${JSON.stringify(persona).length} characters each, ${PROFILES} entries, two tags`);
await measure('one key, one at a time', 1, 1);
await measure('one key, 16 at a time', 1, 16);
await measure('20 keys, one at a time', 20, 1);
console.log(`${loads - PROFILES} of all these reads were not hits`);
await cache.close();
await server?.remove();

async function measure(name: string, keys: number, atOnce: number): Promise<void> {
  await run(Math.round(READS / 10), keys, atOnce);
  const began = performance.now();
  const spent = (await run(READS, keys, atOnce)).toSorted((a, b) => a - b);
  const perSecond = Math.round((READS / (performance.now() - began)) * 1000);
  const at = (share: number) => `${(spent[Math.floor(spent.length * share)] ?? NaN).toFixed(3)} ms`;
  console.log(`${name}: p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, ${perSecond} reads/s`);
}

async function run(reads: number, keys: number, atOnce: number): Promise<number[]> {
  const spent: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < reads) {
      const from = (next * 17) % (PROFILES - keys);
      next += 1;
      const began = performance.now();
      await aside.getMany('acme', all.slice(from, from + keys));
      spent.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return spent;
}
