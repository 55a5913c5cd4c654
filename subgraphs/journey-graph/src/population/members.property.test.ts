import { createCursors } from '@customer360/subgraph';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { histories, rangesOf, stepsOf, type RawEvent } from '../../test/naive/history.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { seedMembers } from '../../test/seed-members.ts';
import { segmentAnalyst } from '../../test/viewers.ts';
import { createConversionPathService } from '../paths/conversion-path-service.ts';
import { createPredictionService } from '../predictions/prediction-service.ts';

const SEGMENT = '5e600000-0000-8000-8000-000000000001';
const RUNS = Number(process.env['NAIVE_HISTORIES'] ?? 100);
const TIMEOUT_MS = 60_000 + RUNS * 500;

let store: TestStore;
let tenants = 0;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function servicesOf(tenantId: string) {
  const common = {
    queries: store.queries(tenantId),
    viewer: segmentAnalyst(tenantId),
    cursors: createCursors('property'),
    firstConversionStep: async () => null,
    now: () => 0,
  };
  return { ...createConversionPathService(common), ...createPredictionService(common) };
}

type Services = ReturnType<typeof servicesOf>;
interface Question {
  readonly history: readonly RawEvent[];
  readonly members: readonly string[];
  readonly range: { readonly from: number; readonly to: number };
  readonly goal: string;
  readonly step: string;
  readonly unit: 'SESSION' | 'PROFILE';
}

const questions: fc.Arbitrary<Question> = histories.chain((history) =>
  fc.record({
    history: fc.constant(history),
    members: fc.subarray(['p', 'q', 'P', 'nobody']),
    range: rangesOf(history),
    goal: stepsOf(history),
    step: stepsOf(history),
    unit: fc.constantFrom('SESSION' as const, 'PROFILE' as const),
  }),
);

/** Asking about the members of a segment is asking a tenant that has nobody else; `stays` is there in any case. */
async function compare(
  { history, members }: Question,
  stays: readonly string[],
  ask: (services: Services, segmentId: string | null) => Promise<unknown>,
): Promise<void> {
  const [all, only] = [`all-${(tenants += 1)}`, `only-${tenants}`];
  const own = history.filter(({ profileId }) => members.includes(profileId) || stays.includes(profileId));
  await seedJourneys(store.db, all, history, ['A']);
  await seedJourneys(store.db, only, own, ['A']);
  await seedMembers(store.db, all, SEGMENT, members);
  expect(await ask(servicesOf(all), SEGMENT)).toEqual(await ask(servicesOf(only), null));
}

/** How many histories were compared. */
async function check(property: (question: Question) => Promise<void>): Promise<number> {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      await property(question);
      compared += 1;
    }),
    { numRuns: RUNS },
  );
  return compared;
}

test(
  'paths to conversion of members are those of a tenant that has nobody else',
  async () => {
    const compared = await check((question) =>
      compare(question, [], async (services, segmentId) => {
        const { range, goal } = question;
        const first = await services.pathsToConversion({ ...range, goal, segmentId, first: 2 });
        const after = first.pageInfo.endCursor;
        const rest = await services.pathsToConversion({ ...range, goal, segmentId, first: 100, after });
        return [...first.nodes, ...rest.nodes];
      }),
    );
    expect(compared).toBe(RUNS);
  },
  TIMEOUT_MS,
);

test(
  'next steps learned from members are those of a tenant that has nobody else',
  async () => {
    const compared = await check((question) =>
      compare(question, [], (services, segmentId) => {
        const { range, goal, step, unit } = question;
        const asked = { ...range, goal, step, unit, segmentId, minSupport: 1 };
        return services.nextBestSteps({ id: 'anybody' }, asked);
      }),
    );
    expect(compared).toBe(RUNS);
  },
  TIMEOUT_MS,
);

test(
  'similar journeys of members are those of a tenant that has nobody else but the one who is asked about',
  async () => {
    const compared = await check((question) =>
      compare(question, ['p'], (services, segmentId) =>
        services.similarJourneys({ id: 'p' }, { segmentId, minSimilarity: 0.01 }),
      ),
    );
    expect(compared).toBe(RUNS);
  },
  TIMEOUT_MS,
);

test('a cursor of one segment is refused for another one and for everybody', async () => {
  const events = [1, 2, 3].map((at) => ({ profileId: 'p', at, step: 'A' }));
  await seedJourneys(store.db, 'cursors', events, ['A']);
  await seedMembers(store.db, 'cursors', SEGMENT, ['p']);
  const services = servicesOf('cursors');
  const question = { from: 0, to: 10, goal: 'A', first: 1 };
  const { pageInfo } = await services.pathsToConversion({ ...question, segmentId: SEGMENT });
  const after = pageInfo.endCursor;
  for (const segmentId of [null, SEGMENT.replace('5e6', '5e7')]) {
    await expect(services.pathsToConversion({ ...question, after, segmentId })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('cursor'),
    });
  }
});
