import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cache, CacheEntry, CacheSpace, Hold, Invalidation, Lease } from './cache.ts';
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
  return { holder: 'first', epoch: 1, leaseMs: 60_000, latestMs: Number.MAX_SAFE_INTEGER, ...over };
}

/** Begins an epoch and vouches for it. */
export async function openSpace(cache: Cache, space: CacheSpace, over: Partial<Lease> = {}): Promise<void> {
  const asked = lease(over);
  await cache.begin(space, asked.epoch, asked.leaseMs);
  await cache.vouch(space, asked);
}

let holds = 0;
export function hold(tags: readonly string[], over: Partial<Hold> = {}): Hold {
  return { id: `hold-${(holds += 1)}`, epoch: 1, holder: 'first', leaseMs: 60_000, tags, ...over };
}

/** Changes what has the tags, as a consumer does around its commit. */
export async function changeTags(cache: Cache, space: CacheSpace, tags: readonly string[]): Promise<void> {
  const change = hold(tags);
  await cache.hold(space, change);
  await cache.release(space, change);
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
      beforeEach(() => openSpace(cache, acme));

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
          await openSpace(cache, space);
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
        await changeTags(cache, acme, ['new']);
        expect(await read('a')).toEqual([null]);
      });

      test('changing one of its tags removes an entry and leaves others', async () => {
        await fill(
          entry('a', { tags: ['x', 'y'] }),
          entry('b', { tags: ['y'] }),
          entry('c', { tags: ['z'] }),
        );
        await changeTags(cache, acme, ['x', 'z', 'z', 'unknown']);
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
        await changeTags(cache, acme, ['rules']);
        const left = await read(...many.slice(0, limits.keys).map(({ key }) => key));
        expect(left.filter((value) => value !== null)).toEqual([]);
      });
    });

    describe('fences', () => {
      beforeEach(() => openSpace(cache, acme));

      test('a fill is refused when its tag was changed after its read', async () => {
        const { fence } = await cache.getMany(acme, ['a', 'b']);
        await changeTags(store.other, acme, ['tag-of-a']);
        expect(await cache.setMany(acme, fence ?? '', [entry('a'), entry('b')])).toBe(1);
        expect(await read('a', 'b')).toEqual([null, 'value of b']);
      });

      test('a fill whose read began after the change is taken', async () => {
        await changeTags(cache, acme, ['tag-of-a']);
        expect(await fill(entry('a'))).toBe(1);
      });

      test('a held tag refuses fills of any age until it is released', async () => {
        await fill(entry('a'));
        const change = hold(['tag-of-a', 'tag-of-a']);
        await cache.hold(acme, change);
        expect(await read('a')).toEqual([null]);
        expect(await fill(entry('a'), entry('b'))).toBe(1);
        const { fence: during, settled } = await cache.getMany(acme, []);
        expect(settled).toBe(false);
        await cache.release(acme, change);
        expect(await cache.setMany(acme, during ?? '', [entry('a')])).toBe(0);
        expect((await cache.getMany(acme, [])).settled).toBe(true);
        expect(await fill(entry('a'))).toBe(1);
      });

      test('a tag that two changes hold is free after both are released, in any order and said twice', async () => {
        const [one, two] = [hold(['x', 'y']), hold(['x'])];
        for (const change of [one, two, one]) await cache.hold(acme, change);
        await store.other.release(acme, one);
        await store.other.release(acme, one);
        expect(await fill(entry('a', { tags: ['x'] }), entry('b', { tags: ['y'] }))).toBe(1);
        await cache.release(acme, two);
        expect(await fill(entry('a', { tags: ['x'] }))).toBe(1);
      });

      test('a release of nothing that is held leaves the holds of others', async () => {
        await cache.hold(acme, hold(['x']));
        await cache.release(acme, hold(['x']));
        expect(await fill(entry('a', { tags: ['x'] }))).toBe(0);
      });

      test('holds and releases make later reads another moment', async () => {
        const moment = async () => (await cache.getMany(acme, [])).fence;
        const first = await moment();
        expect(await moment()).toBe(first);
        const change = hold(['x']);
        await cache.hold(acme, change);
        const second = await moment();
        await cache.release(acme, change);
        expect(new Set([first, second, await moment()]).size).toBe(3);
      });

      test('a fence older than the changes remembered is refused, whatever the tag', async () => {
        const { fence } = await cache.getMany(acme, []);
        for (let from = 0; from <= limits.tombstones; from += limits.tagsOfHold) {
          const tags = Array.from({ length: limits.tagsOfHold }, (_, i) => `t${from + i}`);
          await changeTags(cache, acme, tags);
        }
        expect(await cache.setMany(acme, fence ?? '', [entry('never-changed')])).toBe(0);
        expect(await fill(entry('never-changed'))).toBe(1);
      });

      test('a fence that no read made is refused', async () => {
        expect(await cache.setMany(acme, '', [entry('a')])).toBe(0);
        expect(await cache.setMany(acme, '99:1', [entry('a')])).toBe(0);
        expect(await cache.setMany(acme, 'nonsense', [entry('a')])).toBe(0);
      });
    });

    describe('leases', () => {
      test('before anybody vouches nothing is read and nothing is set', async () => {
        expect(await cache.getMany(acme, ['a'])).toMatchObject({ values: [null], fence: null });
        expect(await fill(entry('a'))).toBe(0);
        await cache.begin(acme, 1, 60_000);
        expect(await cache.getMany(acme, ['a'])).toMatchObject({ values: [null], fence: null });
        expect(await cache.setMany(acme, '1:1', [entry('a')])).toBe(0);
      });

      test('nobody vouches for an epoch that the cache has not got', async () => {
        expect(await cache.vouch(acme, lease())).toMatchObject({ outcome: 'lapsed' });
        await openSpace(cache, acme);
        expect(await cache.vouch(acme, lease({ epoch: 2 }))).toMatchObject({ outcome: 'lapsed' });
        expect((await cache.getMany(acme, [])).fence).not.toBeNull();
      });

      test('when it ends entries are unreadable, and its epoch does not come back', async () => {
        await openSpace(cache, acme, { leaseMs: 40 });
        await fill(entry('a'));
        const { fence } = await cache.getMany(acme, []);
        await store.advance(60);
        expect(await cache.getMany(acme, ['a'])).toMatchObject({ values: [null], fence: null });
        expect(await cache.vouch(acme, lease())).toMatchObject({ outcome: 'lapsed' });
        await openSpace(cache, acme, { epoch: 2 });
        expect(await read('a')).toEqual([null]);
        expect(await cache.setMany(acme, fence ?? '', [entry('a')])).toBe(0);
      });

      test('it is renewed in time by anybody, and the entries stay', async () => {
        await openSpace(cache, acme, { leaseMs: 150 });
        await fill(entry('a'));
        await store.advance(60);
        const second = lease({ holder: 'second', leaseMs: 150 });
        expect(await store.other.vouch(acme, second)).toMatchObject({ outcome: 'kept' });
        await store.advance(60);
        expect(await cache.vouch(acme, lease({ leaseMs: 400 }))).toMatchObject({ outcome: 'kept' });
        await store.advance(60);
        expect(await read('a')).toEqual(['value of a']);
      });

      test('one that a holder let end without a word lets no other go on with the epoch', async () => {
        await openSpace(cache, acme, { leaseMs: 40 });
        await cache.vouch(acme, lease({ holder: 'second' }));
        await store.advance(60);
        expect(await cache.vouch(acme, lease({ holder: 'second' }))).toMatchObject({ outcome: 'lapsed' });
        expect(await cache.vouch(acme, lease())).toMatchObject({ outcome: 'kept' });
        expect(await cache.vouch(acme, lease({ holder: 'second' }))).toMatchObject({ outcome: 'kept' });
      });

      test('who holds a tag and does not vouch in time is noticed as well', async () => {
        await openSpace(cache, acme);
        await cache.hold(acme, hold(['x'], { holder: 'second', leaseMs: 40 }));
        await store.advance(60);
        expect(await cache.vouch(acme, lease())).toMatchObject({ outcome: 'lapsed' });
      });

      test('one that a holder took back does not', async () => {
        await openSpace(cache, acme, { leaseMs: 40 });
        await cache.vouch(acme, lease({ holder: 'second' }));
        await cache.leave(acme, 'first');
        await store.advance(60);
        expect(await cache.vouch(acme, lease({ holder: 'second' }))).toMatchObject({ outcome: 'kept' });
      });

      test('a new epoch begins with nothing held and nothing readable', async () => {
        await openSpace(cache, acme);
        const change = hold(['x']);
        await cache.hold(acme, change);
        await fill(entry('b'));
        await openSpace(cache, acme, { epoch: 2 });
        expect(await read('b')).toEqual([null]);
        await cache.release(acme, change);
        expect(await fill(entry('a', { tags: ['x'] }))).toBe(1);
      });

      test('a hold for another epoch removes entries and holds nothing', async () => {
        await openSpace(cache, acme, { epoch: 2 });
        await fill(entry('a', { tags: ['x'] }));
        await cache.hold(acme, hold(['x']));
        expect(await read('a')).toEqual([null]);
        expect(await fill(entry('a', { tags: ['x'] }))).toBe(1);
      });

      test('a renewal that arrives after its latest moment does nothing', async () => {
        await cache.begin(acme, 1, 60_000);
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

    test('a subscriber hears which tags are held and released, until it stops', async () => {
      await openSpace(cache, acme);
      const heard: Invalidation[] = [];
      const both = Promise.withResolvers<void>();
      const stop = await store.other.subscribe((invalidation) => {
        if (invalidation.kind === 'gap') return;
        heard.push(invalidation);
        if (heard.length === 2) both.resolve();
      });
      await changeTags(cache, acme, ['x', 'y']);
      await both.promise;
      stop();
      const last = Promise.withResolvers<void>();
      await store.other.subscribe((invalidation) => invalidation.kind === 'tags' && last.resolve());
      await cache.hold(acme, hold(['z']));
      await last.promise;
      const tags = { kind: 'tags', space: acme, tags: ['x', 'y'] };
      expect(heard).toEqual([tags, tags]);
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
      ['hold.tags has 1001', (one) => one.hold(acme, hold(Array.from({ length: 1001 }, () => 't')))],
      ['by is 0', (one) => one.increment('acme', 'n', 0, 10)],
      ['lease.epoch is 0.5', (one) => one.vouch(acme, lease({ epoch: 0.5 }))],
      ['epoch is 0', (one) => one.begin(acme, 0, 10)],
      ['lifeMs is 0', (one) => one.begin(acme, 1, 0)],
      ['hold.id', (one) => one.release(acme, hold(['t'], { id: '' }))],
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
