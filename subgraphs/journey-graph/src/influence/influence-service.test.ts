import type { Database } from 'arangojs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import type { ReferredEdge } from '../store/documents.ts';
import { idOf, keyOf } from '../store/keys.ts';
import { createInfluenceService, influence } from './influence-service.ts';

let store: TestStore;

/** `['a', 'b', 5]`: a referred b at 5. */
type Referral = readonly [from: string, to: string, ts: number];

async function seedReferrals(db: Database, tenantId: string, referrals: readonly Referral[]): Promise<void> {
  const edges = referrals.map(([from, to, ts], place): ReferredEdge => ({
    _key: keyOf(tenantId, `referral-${place}`),
    _from: idOf('profiles', keyOf(tenantId, from)),
    _to: idOf('profiles', keyOf(tenantId, to)),
    tenantId,
    referrerIdentifierId: from,
    referredIdentifierId: to,
    ts,
  }));
  await db.collection('referred').import(edges);
}

beforeAll(async () => {
  store = await openStore();
  const buys = ['root', 'a', 'b', 'c', 'd', 'e', 'late'].map((profileId, place) => ({
    profileId,
    at: 100 + place,
    step: 'Buy',
    value: 10 ** place,
  }));
  const more = [
    { profileId: 'a', at: 900, step: 'Buy', value: 5 },
    { profileId: 'a', at: 100, step: 'Renew', value: 7 },
  ];
  await seedJourneys(store.db, 'acme', [...buys, ...more], ['Buy', 'Renew']);
  await seedReferrals(store.db, 'acme', [
    ['root', 'a', 10],
    ['root', 'a', 11],
    ['root', 'root', 12],
    ['root', 'b', 10],
    ['root', 'c', 800],
    ['a', 'b', 10],
    ['b', 'c', 20],
    ['c', 'd', 20],
    ['d', 'root', 20],
    ['d', 'e', 20],
    ['a', 'nowhere', 20],
  ]);
  await seedJourneys(store.db, 'globex', [{ profileId: 'x', at: 1, step: 'Buy', value: 3 }], ['Buy']);
  await seedReferrals(store.db, 'globex', [['root', 'x', 1]]);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  return createInfluenceService({ queries: store.queries(tenantId), viewer, now: () => 500 });
}

const root = { id: 'root' };

describe('influence', () => {
  it('counts each profile once at its nearest level, never the root; parallel and self edges add nothing', async () => {
    expect(await serviceFor('acme').ofProfile(root, { decay: 0.5 })).toEqual({
      profiles: 4,
      value: 17 + 100 + 1_000 + 10_000,
      influence: 117 + 1_000 / 2 + 10_000 / 4,
      levels: [
        { level: 1, profiles: 2, value: 117, influence: 117, sample: [{ id: 'b' }, { id: 'a' }] },
        { level: 2, profiles: 1, value: 1_000, influence: 500, sample: [{ id: 'c' }] },
        { level: 3, profiles: 1, value: 10_000, influence: 2_500, sample: [{ id: 'd' }] },
      ],
    });
  });

  it('sees only referrals and value before the moment; a later shortcut does not hide the longer way', async () => {
    const levelsAt = async (asOf: number) =>
      (await serviceFor('acme').ofProfile(root, { asOf })).levels.map(({ profiles, value }) => [
        profiles,
        value,
      ]);
    expect(await levelsAt(10)).toEqual([]);
    expect(await levelsAt(11)).toEqual([[2, 0]]);
    expect(await levelsAt(101)).toEqual([
      [2, 7],
      [1, 0],
      [1, 0],
    ]);
    expect(await levelsAt(901)).toEqual([
      [3, 1_122],
      [1, 10_000],
      [1, 100_000],
    ]);
  });

  it('is what a walk from level to level gives', async () => {
    const person = fc.constantFrom('root', 'a', 'b', 'c', 'd', 'e');
    const referral = fc.tuple(person, person, fc.integer({ min: 0, max: 3 }));
    const depths = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(referral, { maxLength: 14 }),
        depths,
        fc.uuid(),
        async (referrals, maxDepth, id) => {
          const tenantId = `t${id}`;
          const people = ['root', 'a', 'b', 'c', 'd', 'e'];
          const buys = people.map((profileId) => ({ profileId, at: 1, step: 'Buy', value: 1 }));
          await seedJourneys(store.db, tenantId, buys, ['Buy']);
          await seedReferrals(store.db, tenantId, referrals);
          const { levels } = await serviceFor(tenantId).ofProfile(root, { maxDepth, asOf: 2 });
          const expected = walk(
            referrals.filter(([, , ts]) => ts < 2),
            maxDepth,
          );
          expect(levels.map(({ level, sample }) => [level, sample.map((one) => one.id)])).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends at the depth that was asked for and survives cycles', async () => {
    const reached = async (maxDepth: number) =>
      (await serviceFor('acme').ofProfile(root, { maxDepth })).levels.map(({ profiles }) => profiles);
    expect(await reached(1)).toEqual([2]);
    expect(await reached(6)).toEqual([2, 1, 1, 1]);
  });

  it('counts the value of one goal, any text being a name', async () => {
    const value = async (goal: string) =>
      (await serviceFor('acme').ofProfile(root, { goal, maxDepth: 1 })).value;
    expect(await value('Renew')).toBe(7);
    expect(await value('Buy')).toBe(110);
    for (const name of ['a`b', '@@x', "' OR true", 'never']) expect(await value(name)).toBe(0);
  });

  it('does not lead through a quarantined profile, only past it', async () => {
    const buys = ['root', 'a', 'b', 'c'].map((profileId) => ({
      profileId,
      at: 100,
      step: 'Buy',
      value: 1,
      isQuarantined: profileId === 'a',
    }));
    await seedJourneys(store.db, 'hooli', buys, ['Buy']);
    await seedReferrals(store.db, 'hooli', [
      ['root', 'a', 1],
      ['a', 'b', 1],
      ['a', 'c', 1],
      ['c', 'b', 1],
      ['root', 'c', 1],
    ]);
    const { levels } = await serviceFor('hooli').ofProfile(root, {});
    expect(levels.map(({ level, sample }) => [level, sample])).toEqual([
      [1, [{ id: 'c' }]],
      [2, [{ id: 'b' }]],
    ]);
  });

  it('weighs further levels down to nothing with decay 0', async () => {
    expect(await serviceFor('acme').ofProfile(root, { decay: 0 })).toMatchObject({ influence: 117 });
  });

  it('is none for who brought nobody or is unknown, and stays in the tenant', async () => {
    const none = { profiles: 0, value: 0, influence: 0, levels: [] };
    for (const id of ['e', 'unknown', 'acme:root', 'root/x', '"', '']) {
      expect(await serviceFor('acme').ofProfile({ id }, {})).toEqual(none);
    }
    expect(await serviceFor('globex').ofProfile(root, {})).toMatchObject({ profiles: 1, value: 3 });
  });

  it.each([
    [{ maxDepth: 0 }, 'maxDepth must be 1 to 6.'],
    [{ maxDepth: 7 }, 'maxDepth must be 1 to 6.'],
    [{ decay: -0.1 }, 'decay must be 0 to 1.'],
    [{ decay: 1.1 }, 'decay must be 0 to 1.'],
    [{ goal: '' }, 'goal must not be empty.'],
  ])('refuses %j: %s', async (question, message) => {
    await expect(serviceFor('acme').ofProfile(root, question)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message,
    });
  });

  it('needs the scope', async () => {
    const asking = serviceFor('acme', stranger('acme')).ofProfile(root, {});
    await expect(asking).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of a profile with 100,000 referrals is refused by the limit, in bounded time', async () => {
    const many = Array.from({ length: 100_000 }, (_, place): Referral => ['star', `p${place}`, 1]);
    await seedReferrals(store.db, 'initech', many);
    const profiles = Array.from({ length: 100_000 }, (_, place) => ({
      _key: keyOf('initech', `p${place}`),
      tenantId: 'initech',
      profileId: `p${place}`,
    }));
    await store.db.collection('profiles').import(profiles);
    await expect(serviceFor('initech').ofProfile({ id: 'star' }, {})).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'More than 20000 profiles were brought: ask for a smaller maxDepth.',
    });
  });

  it('reads the sessions of who was reached by an index', async () => {
    const parameters = { start: 'profiles/acme:root', maxDepth: 3, asOf: 9, goal: null, limit: 9 };
    const { scans, indexes } = await readsOf(store.db, influence, parameters);
    expect({ scans, indexes }).toEqual({
      scans: [],
      indexes: ['quarantines/by_profile', 'sessions/by_profile'],
    });
  });
});

/** Who is reached at each level, by id. */
function walk(
  referrals: readonly Referral[],
  maxDepth: number,
): readonly (readonly [number, readonly string[]])[] {
  const seen = new Set(['root']);
  const levels: (readonly [number, readonly string[]])[] = [];
  let edge: readonly string[] = ['root'];
  for (let level = 1; level <= maxDepth && edge.length > 0; level += 1) {
    const next = referrals.filter(([from, to]) => edge.includes(from) && !seen.has(to)).map(([, to]) => to);
    edge = [...new Set(next)].toSorted();
    for (const id of edge) seen.add(id);
    if (edge.length > 0) levels.push([level, edge]);
  }
  return levels;
}
