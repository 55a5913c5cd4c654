import { expect, test } from 'vitest';
import { describeCache, entry, openSpace } from './cache.contract.ts';
import { createMemoryCache } from './memory-cache.ts';

const acme = { tenantId: 'acme', name: 'segment' };

describeCache('in memory', async () => {
  let now = 1_000_000;
  const cache = createMemoryCache({ clock: () => now });
  return {
    cache,
    other: cache,
    now: async () => now,
    advance: async (ms) => {
      now += ms;
    },
    close: () => cache.close(),
  };
});

async function fill(cache: ReturnType<typeof createMemoryCache>, key: string, value: string) {
  const { fence } = await cache.getMany(acme, []);
  return cache.setMany(acme, fence ?? '', [entry(key, { value })]);
}

test('the least recently used entry goes when there are too many', async () => {
  const cache = createMemoryCache({ clock: () => 0, entries: 2 });
  await openSpace(cache, acme);
  for (const key of ['a', 'b']) await fill(cache, key, key);
  await cache.getMany(acme, ['a']);
  await fill(cache, 'c', 'c');
  expect((await cache.getMany(acme, ['a', 'b', 'c'])).values).toEqual(['a', null, 'c']);
});

test('entries are bounded by their characters too, and one over the bound is not kept', async () => {
  const cache = createMemoryCache({ clock: () => 0, characters: 100 });
  await openSpace(cache, acme);
  await fill(cache, 'a', 'x'.repeat(60));
  await fill(cache, 'b', 'y'.repeat(60));
  await fill(cache, 'c', 'z'.repeat(101));
  expect((await cache.getMany(acme, ['a', 'b', 'c'])).values).toEqual([null, 'y'.repeat(60), null]);
});
