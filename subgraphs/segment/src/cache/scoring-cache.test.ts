import {
  CacheUnavailable,
  createCachedSpace,
  createMemoryCache,
  type Cache,
  type CachedSpace,
  type HoldTags,
} from '@customer360/redis';
import { createMetrics } from '@customer360/service';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, START } from '../../test/history.ts';
import { DAY, openTraitStory, order, type TraitStory } from '../../test/trait-story.ts';
import { findProfileScorings } from '../scoring/find-profile-scorings.ts';
import { fitModel } from '../scoring/fit-model.ts';
import { stepScoring } from '../scoring/run-scoring.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { createScoringCache, SEGMENT_SPACE } from './scoring-cache.ts';

const NOW = START + 100 * DAY;
const registry = createMetrics('test');
const memory = createMemoryCache({ clock: Date.now });
let isAway = false;

/** The cache, or nothing at all while it is away. */
const cache: Cache = {
  ...memory,
  getMany: (...given) => (isAway ? Promise.reject(new CacheUnavailable('away')) : memory.getMany(...given)),
};

let story: TraitStory;
let statements = 0;
let scorings: ReturnType<typeof createScoringCache>;
let space: CachedSpace;
/** Known once the database is there. */
const holdTags: HoldTags = (tenantId, work) => space.holdTags(tenantId, work);

beforeAll(async () => {
  story = await openTraitStory({ holdTags });
  const database = story.database.as<SegmentDatabase>();
  space = createCachedSpace({
    cache,
    database: story.database,
    name: SEGMENT_SPACE,
    registry,
    listTenants: async () => ['shop'],
    onError: (error) => {
      throw error;
    },
  });
  scorings = createScoringCache(space, {
    ...database,
    inTenant: (tenant, work) => {
      statements += 1;
      return database.inTenant(tenant, work);
    },
  });
  const people = Array.from({ length: 6 }, (_, n) => order(n, 10 + n, { at: START + n * DAY }));
  await story.tell([
    ...people,
    { command: { command: 'startScoring', asOf: NOW, proposeArchetypes: false } },
  ]);
  await space.start();
  const scoring = {
    database,
    fit: async (input: Parameters<typeof fitModel>[0]) => fitModel(input),
    holdTags,
    clock: () => NOW,
  };
  while (await stepScoring(scoring, 'shop'));
}, 60_000);
afterAll(async () => {
  await space.stop();
  await story.close();
});

const people = [0, 1, 2, 3, 4, 5].map((n) => idOf('profile', n));

test('what was read once is read again without PostgreSQL', async () => {
  const first = await scorings.getMany('shop', people);
  expect([...first.values()].filter((one) => one !== null)).toHaveLength(6);
  const before = statements;
  expect(await scorings.getMany('shop', people)).toEqual(first);
  expect(statements).toBe(before);
});

test('another tenant reads nothing of it', async () => {
  expect([...(await scorings.getMany('rival', people)).values()]).toEqual(people.map(() => null));
});

test('whatever reads and merges go on at once, a read after a merge never gets what was there before', async () => {
  const step = fc.record({
    loser: fc.integer({ min: 0, max: 5 }),
    winner: fc.integer({ min: 0, max: 5 }),
    reads: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 }),
  });
  const owners = new Map(people.map((_, n) => [n, n]));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      for (const { loser, winner, reads } of steps) {
        const from = owners.get(loser) ?? loser;
        const merge = story.tell([{ moves: [[loser, from, winner]] }]);
        const meanwhile = reads.map((n) => scorings.getMany('shop', [people[n] ?? '']));
        await merge;
        owners.set(loser, winner);
        const stored = await story.database.inTenant('shop', (trx) =>
          findProfileScorings(trx, 'shop', people),
        );
        const read = await scorings.getMany('shop', people);
        expect(read).toEqual(new Map(people.map((id) => [id, stored.get(id) ?? null])));
        await Promise.all(meanwhile);
        expect(await scorings.getMany('shop', people)).toEqual(read);
      }
    }),
    { numRuns: 15, seed: 360 },
  );
}, 120_000);

test('a persona goes with its archetype at once', async () => {
  const rule = { event_count: [{ event: 'Order Completed' }, '>=', 1] };
  const archetype = {
    command: 'saveArchetype',
    code: 'buyer',
    name: 'Buyer',
    summary: 'buys',
    centre: null,
    rule,
    nextBestAction: null,
  };
  await story.tell([
    { command: archetype },
    { command: { command: 'startScoring', asOf: NOW, proposeArchetypes: false } },
  ]);
  const database = story.database.as<SegmentDatabase>();
  const scoring = {
    database,
    fit: async (input: Parameters<typeof fitModel>[0]) => fitModel(input),
    holdTags,
    clock: () => NOW,
  };
  while (await stepScoring(scoring, 'shop'));
  const personas = async () =>
    [...(await scorings.getMany('shop', people)).values()].flatMap(
      (one) => one?.persona?.archetype.name ?? [],
    );
  expect(new Set(await personas())).toEqual(new Set(['Buyer']));
  await story.tell([{ command: { ...archetype, name: 'Shopper' } }]);
  expect(new Set(await personas())).toEqual(new Set(['Shopper']));
  await story.tell([{ command: { command: 'retireArchetype', code: 'buyer' } }]);
  expect(await personas()).toEqual([]);
});

test('while the cache is away reads go to PostgreSQL and are counted', async () => {
  isAway = true;
  const before = statements;
  const read = await scorings.getMany('shop', people);
  isAway = false;
  expect(statements).toBe(before + 1);
  expect(read).toEqual(await scorings.getMany('shop', people));
  expect(await registry.metrics()).toMatch(/cache_reads_total\{[^}]*outcome="unavailable"[^}]*\} 6/);
});
