import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { addUp, movesOf, type MoveCount } from '../transitions/moves.ts';
import { countMovesIn, movesByMonth, movesOfProfiles, movesOfSessions } from './move-counts.ts';
import { createPredictionService, lastStep } from './prediction-service.ts';

const jane = { id: 'jane' };
const may = Date.UTC(2026, 4);
const june = Date.UTC(2026, 5);
const HOUR = 3_600_000;
let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const visits = ['A B Buy', 'A A B', 'A C', 'B Buy', 'A', 'a`b @@x'].map((text) => text.split(' '));
  const events = visits.flatMap((steps, visit) =>
    steps.map((step, place) => ({ profileId: `p${visit}`, at: may + visit * HOUR + place, step })),
  );
  const own = [
    { profileId: 'jane', at: june - 5, step: 'C' },
    { profileId: 'jane', at: june + 0.6 * HOUR, step: 'A' },
  ];
  await seedJourneys(store.db, 'acme', [...events, ...own], ['Buy']);
  await seedJourneys(store.db, 'globex', [{ profileId: 'jane', at: may, step: 'Z' }], []);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, options: { goal?: string | null; scoped?: boolean } = {}) {
  const { goal = 'Buy', scoped = true } = options;
  return createPredictionService({
    queries: store.queries(tenantId),
    viewer: scoped ? analyst(tenantId) : stranger(tenantId),
    firstConversionStep: async () => goal,
    now: () => june + HOUR,
  });
}

describe('next best steps', () => {
  it('go on from the last step of the profile to the goal of the tenant', async () => {
    const range = { from: may, to: june };
    expect(await serviceFor('acme').nextBestSteps(jane, { ...range, minSupport: 1 })).toEqual({
      step: 'A',
      visits: 4,
      endProbability: 0.25,
      steps: [
        { step: 'B', support: 2, probability: 0.5, goalProbability: 2 / 3, score: 1 / 3 },
        { step: 'C', support: 1, probability: 0.25, goalProbability: 0, score: 0 },
      ],
    });
  });

  it('hide rare moves without changing a probability', async () => {
    const question = { step: 'A', minSupport: 2, from: may, to: june };
    expect(await serviceFor('acme').nextBestSteps(jane, question)).toMatchObject({
      visits: 4,
      steps: [{ step: 'B', probability: 0.5 }],
    });
  });

  it('learn by default from the two months that end with this one', async () => {
    const { visits } = await serviceFor('acme').nextBestSteps(jane, { step: 'C' });
    expect(visits).toBe(2);
    const later = await serviceFor('acme').nextBestSteps(jane, { step: 'B', to: Date.UTC(2026, 8) });
    expect(later.visits).toBe(0);
  });

  it('of a whole profile cross the pauses between its sessions', async () => {
    const question = { step: 'C', minSupport: 1, from: may, to: june + HOUR } as const;
    const service = serviceFor('acme');
    expect(await service.nextBestSteps(jane, { ...question, unit: 'PROFILE' })).toMatchObject({
      visits: 2,
      endProbability: 0.5,
      steps: [{ step: 'A', support: 1 }],
    });
    const until = { ...question, to: june };
    expect(await service.nextBestSteps(jane, { ...until, unit: 'PROFILE' })).toMatchObject({
      visits: 2,
      endProbability: 1,
      steps: [],
    });
  });

  it('are none where nothing was seen', async () => {
    expect(await serviceFor('acme').nextBestSteps({ id: 'unknown' }, {})).toEqual({
      step: null,
      visits: 0,
      endProbability: null,
      steps: [],
    });
    expect(await serviceFor('acme').nextBestSteps(jane, { step: 'never' })).toEqual({
      step: 'never',
      visits: 0,
      endProbability: null,
      steps: [],
    });
    expect(await serviceFor('globex').nextBestSteps(jane, { step: 'A', from: may, to: june })).toMatchObject({
      visits: 0,
    });
  });

  it('take any text as a name of a step', async () => {
    const question = { step: 'a`b', goal: '@@x', minSupport: 1, from: may, to: june };
    expect((await serviceFor('acme').nextBestSteps(jane, question)).steps).toMatchObject([
      { step: '@@x', goalProbability: 1 },
    ]);
  });

  it.each([
    [{ horizon: 0 }, 'horizon must be 1 to 20.'],
    [{ horizon: 21 }, 'horizon must be 1 to 20.'],
    [{ minSupport: 0 }, 'minSupport must be 1 to 1000000.'],
    [{ first: 51 }, 'first must be 1 to 50.'],
    [{ from: 5, to: 5 }, 'to must be after from.'],
    [{ from: 0, to: 3_661 * 86_400_000 }, 'to may lie 3,660 days after from at most.'],
    [{ step: '' }, 'step must not be empty.'],
    [{ goal: 'x'.repeat(501) }, 'goal must have 500 characters at most.'],
  ])('refuse %j: %s', async (question, message) => {
    await expect(serviceFor('acme').nextBestSteps(jane, question)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message,
    });
  });

  it('need a goal and the scope', async () => {
    const refused = { code: 'BAD_USER_INPUT', message: expect.stringMatching(/^goal must be given/) };
    await expect(serviceFor('acme', { goal: null }).nextBestSteps(jane, {})).rejects.toMatchObject(refused);
    const unscoped = serviceFor('acme', { scoped: false });
    await expect(unscoped.nextBestSteps(jane, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('counting moves', () => {
  const inOrder = (moves: readonly MoveCount[]) =>
    moves.map(({ from, to, count }) => JSON.stringify([from, to, count])).toSorted();

  it('gives the same whether they were counted by the month or are counted now', async () => {
    const steps = fc.array(fc.constantFrom('A', 'B', 'b', 'é', 'e\u0301'), { minLength: 1, maxLength: 6 });
    const visit = fc.record({ steps, day: fc.integer({ min: 0, max: 60 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 8 }), fc.uuid(), async (visits, id) => {
        const tenantId = `t${id}`;
        const events = visits.flatMap((one, place) =>
          one.steps.map((step, at) => ({ profileId: `p${place}`, at: may + one.day * 24 * HOUR + at, step })),
        );
        await seedJourneys(store.db, tenantId, events, []);
        const queries = store.queries(tenantId);
        const counted = await countMovesIn(queries, {
          unit: 'SESSION',
          range: { from: may, to: june },
          segmentId: null,
        });
        const limit = 1_000;
        const now = await queries.run<MoveCount>(movesOfSessions.everybody, { from: may, to: june, limit });
        expect(inOrder(counted)).toEqual(inOrder(now));
      }),
      { numRuns: 25 },
    );
  });

  it('of whole profiles gives what their touchpoints in the range say', async () => {
    const touchpoint = fc.record({
      step: fc.constantFrom('A', 'B', 'C'),
      at: fc.integer({ min: 0, max: 9 }),
    });
    const histories = fc.array(fc.array(touchpoint, { minLength: 1, maxLength: 9 }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(histories, fc.uuid(), async (people, id) => {
        const tenantId = `t${id}`;
        const events = people.flatMap((own, place) =>
          own.map(({ step, at }) => ({ profileId: `p${place}`, at: may + at * HOUR, step })),
        );
        await seedJourneys(store.db, tenantId, events, []);
        const range = { from: may + 2 * HOUR, to: may + 7 * HOUR };
        const counted = await countMovesIn(store.queries(tenantId), {
          unit: 'PROFILE',
          range,
          segmentId: null,
        });
        const expected = people.flatMap((own) =>
          movesOf(
            own
              .toSorted((a, b) => a.at - b.at)
              .filter(({ at }) => at >= 2 && at < 7)
              .map(({ step }) => step),
          ),
        );
        expect(inOrder(counted)).toEqual(inOrder(addUp(expected)));
      }),
      { numRuns: 40 },
    );
  });

  it('reads indexes only', async () => {
    const range = { from: may, to: june, limit: 9 };
    const { db } = store;
    expect(await readsOf(db, movesByMonth, { periods: ['2026-05'], limit: 9 })).toMatchObject({
      scans: [],
      indexes: ['transitions/by_period'],
    });
    expect(await readsOf(db, movesOfSessions.everybody, range)).toMatchObject({
      scans: [],
      indexes: ['quarantines/by_profile', 'sessions/by_start'],
    });
    expect((await readsOf(db, movesOfProfiles.everybody, range)).scans).toEqual([]);
    expect((await readsOf(db, lastStep, { key: 'acme:x' })).indexes).toEqual(['profiles/primary']);
  });

  it('that would take too long is stopped by the limit, which is named', async () => {
    const events = Array.from({ length: 4_000 }, (_, place) => ({
      profileId: 'busy',
      at: may + place,
      step: `step ${place % 700}`,
    }));
    await seedJourneys(store.db, 'slow', events, []);
    const queries = store.queries('slow', { runtimeMs: 1, memoryBytes: 1_000_000_000 });
    const counting = countMovesIn(queries, {
      unit: 'PROFILE',
      range: { from: may, to: june },
      segmentId: null,
    });
    await expect(counting).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringMatching(/0\.001 s/),
    });
  });
});
