import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys, type SeedEvent } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { createPredictionService, similarJourneys } from './prediction-service.ts';

let store: TestStore;

const walk = (profileId: string, steps: string): readonly SeedEvent[] =>
  steps.split(' ').map((step, at) => ({ profileId, at, step }));

beforeAll(async () => {
  store = await openStore();
  const events = [
    ...walk('me', 'A B C'),
    ...walk('same', 'A A B B C C'),
    ...walk('same-too', 'A B C'),
    ...walk('longer', 'A B C Buy'),
    ...walk('half', 'A B X'),
    ...walk('one', 'A'),
    ...walk('other-one', 'B'),
    ...walk('odd', 'a`b @@x "'),
  ];
  await seedJourneys(store.db, 'acme', events, ['Buy']);
  await seedJourneys(store.db, 'globex', [...walk('me', 'A B C'), ...walk('foreign', 'A B C')], []);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  return createPredictionService({
    queries: store.queries(tenantId),
    viewer,
    firstConversionStep: async () => null,
    now: () => 0,
  });
}

async function similarTo(id: string, minSimilarity: number, tenantId = 'acme') {
  const found = await serviceFor(tenantId).similarJourneys({ id }, { minSimilarity, first: 50 });
  return found.map(({ profile, similarity }) => [profile.id, similarity]);
}

describe('similar journeys', () => {
  it('are ranked by shared moves, ties by profile id; repeats and counts do not matter', async () => {
    expect(await similarTo('me', 0.5)).toEqual([
      ['same', 1],
      ['same-too', 1],
      ['longer', 0.75],
      ['half', 0.5],
    ]);
  });

  it('include those exactly at the limit, whatever the sizes of the sets', async () => {
    expect(await similarTo('one', 1 / 3)).toEqual([
      ['half', 1 / 3],
      ['me', 1 / 3],
      ['same', 1 / 3],
      ['same-too', 1 / 3],
    ]);
    expect(await similarTo('one', 0.334)).toEqual([]);
  });

  it('of one step are similar only when it is the same step', async () => {
    expect((await similarTo('other-one', 0.0001)).map(([id]) => id)).toEqual([]);
  });

  it('tell what the others did besides, by steps, and whether they converted', async () => {
    const found = await serviceFor('acme').similarJourneys({ id: 'one' }, { minSimilarity: 0.01 });
    expect(found.find(({ profile }) => profile.id === 'longer')).toEqual({
      profile: { id: 'longer' },
      similarity: 0.25,
      converted: true,
      differentMoves: [
        { from: 'A', to: 'B' },
        { from: 'B', to: 'C' },
        { from: 'C', to: 'Buy' },
      ],
    });
    const other = await serviceFor('acme').similarJourneys({ id: 'half' }, { minSimilarity: 0.5, first: 1 });
    expect(other[0]?.differentMoves).toEqual([{ from: 'B', to: 'C' }]);
  });

  it('are what comparing the sets of moves two by two gives', async () => {
    const path = fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 6 });
    const limits = fc.constantFrom(0.1, 0.25, 1 / 3, 0.5, 0.7, 1);
    await fc.assert(
      fc.asyncProperty(
        fc.array(path, { minLength: 2, maxLength: 9 }),
        limits,
        fc.uuid(),
        async (paths, least, id) => {
          const tenantId = `t${id}`;
          const events = paths.flatMap((steps, place) => walk(`p${place}`, steps.join(' ')));
          await seedJourneys(store.db, tenantId, events, []);
          const [mine = new Set<string>(), ...others] = paths.map(movesOfPath);
          const expected = others
            .map((moves, place) => {
              const shared = [...moves].filter((move) => mine.has(move)).length;
              return { id: `p${place + 1}`, similarity: shared / (moves.size + mine.size - shared) };
            })
            .filter(({ similarity }) => similarity >= least)
            .toSorted((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
          expect(await similarTo('p0', least, tenantId)).toEqual(
            expected.map(({ id: profileId, similarity }) => [profileId, similarity]),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are those of the tenant', async () => {
    expect(await similarTo('me', 0.5, 'globex')).toEqual([['foreign', 1]]);
  });

  it.each(['unknown', 'a`b', '@@x', '" RETURN 1', 'two\nlines'])('are none for %j', async (id) => {
    expect(await similarTo(id, 0.1)).toEqual([]);
  });

  it.each([
    [{ minSimilarity: 0 }, 'minSimilarity must be above 0 and at most 1.'],
    [{ minSimilarity: 1.1 }, 'minSimilarity must be above 0 and at most 1.'],
    [{ minSimilarity: Number.NaN }, 'minSimilarity must be above 0 and at most 1.'],
    [{ first: 0 }, 'first must be 1 to 50.'],
    [{ first: 51 }, 'first must be 1 to 50.'],
  ])('refuse %j: %s', async (question, message) => {
    await expect(serviceFor('acme').similarJourneys({ id: 'me' }, question)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message,
    });
  });

  it('need the scope', async () => {
    const asking = serviceFor('acme', stranger('acme')).similarJourneys({ id: 'me' }, {});
    await expect(asking).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are looked for among profiles with nearly as many moves, by an index', async () => {
    const reads = await readsOf(store.db, similarJourneys.everybody, {
      key: 'acme:me',
      least: 0.5,
      first: 9,
    });
    expect(reads).toMatchObject({
      scans: [],
      indexes: ['profiles/primary', 'quarantines/by_profile', 'profiles/by_moves'],
    });
  });
});

/** Neighbours that differ, as texts; the names have no separator. */
function movesOfPath(steps: readonly string[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step, place) => (step === steps[place - 1] ? [] : `${steps[place - 1] ?? ''}>${step}`)),
  );
}
