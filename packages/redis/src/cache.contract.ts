import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cache, CacheEntry, Invalidation, Lease } from './cache.ts';
import { limits } from './limits.ts';

/** Two clients of one store, and a way to let its clock go on. In memory both are the same. */
export interface CacheUnderTest {
  readonly cache: Cache;
  readonly other: Cache;
  /** The store's clock, in milliseconds. */
  readonly now: () => Promise<number>;
  readonly advance: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const acme = { tenantId: 'acme', name: 'segment' };

export function lease(over: Partial<Lease> = {}): Lease {
  return {
    holder: 'first',
    leaseMs: 60_000,
    latestMs: Number.MAX_SAFE_INTEGER,
    renewEpoch: false,
    newEpoch: 1,
    held: [],
    ...over,
  };
}

export function entry(key: string, over: Partial<CacheEntry> = {}): CacheEntry {
  return { key, value: `value of ${key}`, ttlMs: 60_000, tags: [`tag-of-${key}`], ...over };
}

/** What every adapter of `Cache` must do. */
export function describeCache(name: string, open: () => Promise<CacheUnderTest>): void {
  describe(`a cache ${name}`, () => {
    let store: CacheUnderTest;
    let cache: Cache;
    beforeEach(async () => {
      store = await open();
      cache = store.cache;
    });
    afterEach(() => store.close());

    const read = async (...keys: string[]) => (await cache.getMany(acme, keys)).values;
    const fill = async (...entries: CacheEntry[]) => {
      const { fence } = await cache.getMany(acme, []);
      return cache.setMany(acme, fence ?? '', entries);
    };

    describe('entries', () => {
      beforeEach(() => cache.vouch(acme, lease()));

      test('what was set is read in the order of the keys by every client', async () => {
        expect(await fill(entry('a'), entry('b', { value: 'ünïcode\n\t"\u0000' }))).toBe(2);
        const both = await store.other.getMany(acme, ['b', 'none', 'a']);
        expect(both.values).toEqual(['ünïcode\n\t"\u0000', null, 'value of a']);
      });

      test('no other tenant and no other space sees an entry', async () => {
        await fill(entry('a'));
        for (const space of [
          { tenantId: 'other', name: 'segment' },
          { tenantId: 'acme', name: 'profile' },
        ]) {
          await cache.vouch(space, lease());
          expect((await cache.getMany(space, ['a'])).values).toEqual([null]);
        }
      });

      test('an entry ends with its life', async () => {
        await fill(entry('short', { ttlMs: 40 }), entry('long'));
        await store.advance(60);
        expect(await read('short', 'long')).toEqual([null, 'value of long']);
      });

      test('an entry that was set again keeps the tags of its last setting only', async () => {
        await fill(entry('a', { tags: ['old'] }));
        await fill(entry('a', { tags: ['new'], value: 'newer' }));
        await cache.deleteTags(acme, ['new'], 'delete');
        expect(await read('a')).toEqual([null]);
      });

      test('deleting one of its tags removes an entry and leaves others', async () => {
        await fill(
          entry('a', { tags: ['x', 'y'] }),
          entry('b', { tags: ['y'] }),
          entry('c', { tags: ['z'] }),
        );
        await cache.deleteTags(acme, ['x', 'z', 'z', 'unknown'], 'delete');
        expect(await read('a', 'b', 'c')).toEqual([null, 'value of b', null]);
      });

      test('a tag with more entries than one step removes goes as a whole', async () => {
        const many = Array.from({ length: limits.sweep * 2 + 1 }, (_, i) =>
          entry(`k${i}`, { tags: ['rules'] }),
        );
        for (let from = 0; from < many.length; from += limits.keys) {
          await fill(...many.slice(from, from + limits.keys));
        }
        expect(await read('k0', `k${limits.sweep * 2}`)).toEqual([
          'value of k0',
          `value of k${limits.sweep * 2}`,
        ]);
        await cache.deleteTags(acme, ['rules'], 'delete');
        const left = await read(...many.slice(0, limits.keys).map(({ key }) => key));
        expect(left.filter((value) => value !== null)).toEqual([]);
      });
    });

    describe('fences', () => {
      beforeEach(() => cache.vouch(acme, lease()));

      test('a fill is refused when its tag was deleted after its read', async () => {
        const { fence } = await cache.getMany(acme, ['a', 'b']);
        await store.other.deleteTags(acme, ['tag-of-a'], 'delete');
        expect(await cache.setMany(acme, fence ?? '', [entry('a'), entry('b')])).toBe(1);
        expect(await read('a', 'b')).toEqual([null, 'value of b']);
      });

      test('a fill whose read began after the deletion is taken', async () => {
        await cache.deleteTags(acme, ['tag-of-a'], 'delete');
        expect(await fill(entry('a'))).toBe(1);
      });

      test('a held tag refuses fills of any age until it is deleted', async () => {
        await fill(entry('a'));
        await cache.deleteTags(acme, ['tag-of-a'], 'hold');
        expect(await read('a')).toEqual([null]);
        expect(await fill(entry('a'), entry('b'))).toBe(1);
        const { fence: during, settled } = await cache.getMany(acme, []);
        expect(settled).toBe(false);
        await cache.deleteTags(acme, ['tag-of-a'], 'delete');
        expect(await cache.setMany(acme, during ?? '', [entry('a')])).toBe(0);
        expect((await cache.getMany(acme, [])).settled).toBe(true);
        expect(await fill(entry('a'))).toBe(1);
      });

      test('holds and deletions make later reads another moment', async () => {
        const moment = async () => (await cache.getMany(acme, [])).fence;
        const first = await moment();
        expect(await moment()).toBe(first);
        await cache.deleteTags(acme, ['x'], 'hold');
        const second = await moment();
        await cache.deleteTags(acme, ['x'], 'delete');
        expect(new Set([first, second, await moment()]).size).toBe(3);
      });

      test('a fence older than the deletions remembered is refused, whatever the tag', async () => {
        const { fence } = await cache.getMany(acme, []);
        for (let from = 0; from <= limits.tombstones; from += limits.tagsOfCall) {
          const tags = Array.from({ length: limits.tagsOfCall }, (_, i) => `t${from + i}`);
          await cache.deleteTags(acme, tags, 'delete');
        }
        expect(await cache.setMany(acme, fence ?? '', [entry('never-deleted')])).toBe(0);
        expect(await fill(entry('never-deleted'))).toBe(1);
      });

      test('a fence that no read made is refused', async () => {
        expect(await cache.setMany(acme, '', [entry('a')])).toBe(0);
        expect(await cache.setMany(acme, '99:1', [entry('a')])).toBe(0);
        expect(await cache.setMany(acme, 'nonsense', [entry('a')])).toBe(0);
      });
    });

    describe('leases', () => {
      test('without one nothing is read and nothing is set', async () => {
        expect(await cache.getMany(acme, ['a'])).toMatchObject({ values: [null], fence: null });
        expect(await fill(entry('a'))).toBe(0);
      });

      test('when it ends entries are unreadable, also under the next one', async () => {
        await cache.vouch(acme, lease({ leaseMs: 40 }));
        await fill(entry('a'));
        const { fence } = await cache.getMany(acme, []);
        await store.advance(60);
        expect(await cache.getMany(acme, ['a'])).toMatchObject({ values: [null], fence: null });
        expect(await cache.vouch(acme, lease({ newEpoch: 2 }))).toMatchObject({ outcome: 'new' });
        expect(await read('a')).toEqual([null]);
        expect(await cache.setMany(acme, fence ?? '', [entry('a')])).toBe(0);
      });

      test('its holder renews it in time and keeps the entries', async () => {
        await cache.vouch(acme, lease({ leaseMs: 150 }));
        await fill(entry('a'));
        await store.advance(60);
        expect(await cache.vouch(acme, lease({ newEpoch: 2 }))).toMatchObject({ outcome: 'kept' });
        await store.advance(150);
        expect(await read('a')).toEqual(['value of a']);
      });

      test('another holder, or the wish for it, begins a new epoch', async () => {
        for (const [newEpoch, next] of [
          { holder: 'second' },
          { holder: 'second', renewEpoch: true },
        ].entries()) {
          await cache.vouch(
            acme,
            lease({ holder: newEpoch === 0 ? 'first' : 'second', newEpoch: 10 + newEpoch }),
          );
          await fill(entry('a'));
          expect(await read('a')).toEqual(['value of a']);
          expect(await cache.vouch(acme, lease({ ...next, newEpoch: 20 + newEpoch }))).toMatchObject({
            outcome: 'new',
          });
          expect(await read('a')).toEqual([null]);
        }
      });

      test('what is held stays held in the next epoch, and what the next one names is held too', async () => {
        await cache.vouch(acme, lease());
        await cache.deleteTags(acme, ['x'], 'hold');
        await cache.vouch(acme, lease({ holder: 'second', newEpoch: 2, held: ['y'] }));
        const tried = ['x', 'y', 'z'].map((tag) => entry(tag, { tags: [tag] }));
        expect(await fill(...tried)).toBe(1);
        await cache.deleteTags(acme, ['x', 'y'], 'delete');
        expect(await fill(...tried)).toBe(3);
      });

      test('one that arrives after its latest moment does nothing', async () => {
        const latestMs = (await store.now()) - 1;
        const answer = await cache.vouch(acme, lease({ latestMs }));
        expect(answer.outcome).toBe('late');
        expect(answer.nowMs).toBeGreaterThan(latestMs);
        expect((await cache.getMany(acme, [])).fence).toBeNull();
      });
    });

    test('a counter adds up over clients, per tenant, and ends its life after the first addition', async () => {
      expect(await cache.increment('acme', 'calls', 2, 80)).toEqual({ value: 2, resetsInMs: 80 });
      const second = await store.other.increment('acme', 'calls', 1, 10_000);
      expect(second.value).toBe(3);
      expect(second.resetsInMs).toBeLessThanOrEqual(80);
      expect((await cache.increment('other', 'calls', 1, 80)).value).toBe(1);
      await store.advance(100);
      expect((await cache.increment('acme', 'calls', 1, 80)).value).toBe(1);
    });

    test('counting at the same time loses nothing', async () => {
      const clients = [cache, store.other];
      await Promise.all(
        Array.from({ length: 100 }, (_, i) => clients[i % 2]!.increment('acme', 'n', 1, 60_000)),
      );
      expect((await cache.increment('acme', 'n', 1, 60_000)).value).toBe(101);
    });

    test('a subscriber hears which tags were deleted, until it stops', async () => {
      const heard: Invalidation[] = [];
      const next = Promise.withResolvers<void>();
      const stop = await store.other.subscribe((invalidation) => {
        if (invalidation.kind === 'gap') return;
        heard.push(invalidation);
        next.resolve();
      });
      await cache.deleteTags(acme, ['x', 'y'], 'delete');
      await next.promise;
      stop();
      const last = Promise.withResolvers<void>();
      await store.other.subscribe((invalidation) => invalidation.kind === 'tags' && last.resolve());
      await cache.deleteTags(acme, ['z'], 'delete');
      await last.promise;
      expect(heard).toEqual([{ kind: 'tags', space: acme, tags: ['x', 'y'] }]);
    });

    test.each<[string, (cache: Cache) => Promise<unknown>]>([
      ['tenantId', (one) => one.getMany({ tenantId: 'A}', name: 'segment' }, [])],
      ['space.name', (one) => one.getMany({ tenantId: 'acme', name: 'a:b' }, [])],
      [
        'keys has 501; the limit is 500',
        (one) =>
          one.getMany(
            acme,
            Array.from({ length: 501 }, () => 'k'),
          ),
      ],
      ['keys[1]', (one) => one.getMany(acme, ['k', 'with blank'])],
      ['entries[0].tags needs', (one) => one.setMany(acme, '', [entry('a', { tags: [] })])],
      ['entries[0].ttlMs is 0', (one) => one.setMany(acme, '', [entry('a', { ttlMs: 0 })])],
      [
        'entries[0].value has 1000001',
        (one) => one.setMany(acme, '', [entry('a', { value: 'x'.repeat(1_000_001) })]),
      ],
      ['entries[0].tags[0]', (one) => one.setMany(acme, '', [entry('a', { tags: ['a\tb'] })])],
      [
        'tags has 1001',
        (one) =>
          one.deleteTags(
            acme,
            Array.from({ length: 1001 }, () => 't'),
            'delete',
          ),
      ],
      ['by is 0', (one) => one.increment('acme', 'n', 0, 10)],
      ['lease.newEpoch is 0.5', (one) => one.vouch(acme, lease({ newEpoch: 0.5 }))],
    ])('bad input is refused and named: %s', async (text, call) => {
      const error = await call(cache).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain(text);
    });
  });
}
