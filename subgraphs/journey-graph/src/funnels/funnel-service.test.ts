import { afterAll, beforeAll, expect, test } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import type { FunnelOrder } from './funnel.ts';
import { createFunnelService, funnelQuery, type FunnelService } from './funnel-service.ts';

const orders = ['ORDERED', 'STRICT', 'ANY'] as const satisfies readonly FunnelOrder[];
const range = { from: 0, to: 1_000_000 };
const HOUR = 3_600_000;

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function serviceOf(tenantId: string, viewer = analyst(tenantId)): FunnelService {
  return createFunnelService({ queries: store.queries(tenantId), viewer });
}

const refused = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

test('the window is seven days when it is left out', async () => {
  const events = [
    { profileId: 'p', at: 0, step: 'A' },
    { profileId: 'p', at: 7 * 24 * HOUR, step: 'B' },
    { profileId: 'q', at: 0, step: 'A' },
    { profileId: 'q', at: 7 * 24 * HOUR + 1, step: 'B' },
  ];
  await seedJourneys(store.db, 'week', events, ['buy']);
  const { levels } = await serviceOf('week').funnel({ ...range, steps: ['A', 'B'] });
  expect(levels.map(({ profiles }) => profiles)).toEqual([2, 1]);
});

test.each(orders)('in %s order a step that was never seen gives zeros', async (order) => {
  await seedJourneys(store.db, 'unseen', [{ profileId: 'p', at: 0, step: 'A' }], ['buy']);
  const { levels, converted } = await serviceOf('unseen').funnel({ ...range, steps: ['never', 'x'], order });
  expect([converted, ...levels.map(({ profiles }) => profiles)]).toEqual([0, 0, 0]);
});

test.each(orders)('in %s order names that look like code are found literally', async (order) => {
  const steps = ['`', "' RETURN 1 //", '@names', 'A\nB', '"'];
  const events = steps.map((step, at) => ({ profileId: 'p', at, step }));
  await seedJourneys(store.db, 'names', events, ['buy']);
  expect((await serviceOf('names').funnel({ ...range, steps, order })).converted).toBe(1);
});

test.each(orders)('in %s order two tenants with the same ids never see each other', async (order) => {
  await seedJourneys(store.db, 'one', [{ profileId: 'p', at: 0, step: 'A' }], ['buy']);
  await seedJourneys(store.db, 'two', [{ profileId: 'p', at: 5, step: 'B' }], ['buy']);
  const { levels } = await serviceOf('one').funnel({ ...range, steps: ['A', 'B'], order });
  expect(levels.map(({ profiles }) => profiles)).toEqual([1, 0]);
});

test.each([
  [{ ...range, steps: [] }, 'steps must hold 1 to 20'],
  [{ ...range, steps: Array.from({ length: 21 }, () => 'A') }, 'steps must hold 1 to 20'],
  [{ ...range, steps: ['A', ''] }, 'steps[1] must not be empty'],
  [{ ...range, steps: ['A'], window: 0 }, 'window must be 1 ms to 3,660 days'],
  [{ ...range, steps: ['A'], window: 3_661 * 24 * HOUR }, 'window must be 1 ms to 3,660 days'],
  [{ from: 2, to: 1, steps: ['A'] }, 'to must be after from'],
])('a funnel refuses %j', async (question, text) => {
  await expect(serviceOf('refused').funnel(question)).rejects.toThrow(refused('BAD_USER_INPUT', text));
});

test('who may not read journeys is refused before the arguments are looked at', async () => {
  const asking = serviceOf('scopes', stranger('scopes')).funnel({ from: 1, to: 0, steps: [] });
  await expect(asking).rejects.toThrow(refused('FORBIDDEN', 'journey:read'));
});

test('a query that takes too long is stopped and says what the limit is', async () => {
  const events = Array.from({ length: 20_000 }, (_event, place) => ({
    profileId: `p${place % 100}`,
    at: place,
    step: 'A',
  }));
  await seedJourneys(store.db, 'long', events, ['buy']);
  const queries = store.queries('long', { runtimeMs: 1, memoryBytes: 1_048_576 * 512 });
  const asking = createFunnelService({ queries, viewer: analyst('long') }).funnel({
    ...range,
    steps: ['A', 'B'],
  });
  await expect(asking).rejects.toThrow(refused('LIMIT_EXCEEDED', '0.001 s'));
});

test('events and sessions are read by an index of the tenant', async () => {
  const parameters = { ...range, until: 2_000_000, names: ['A', 'B'], entries: [0] };
  expect(await readsOf(store.db, funnelQuery.ORDERED.everybody, parameters)).toMatchObject({
    scans: [],
    indexes: ['quarantines/by_profile', 'events/by_step'],
  });
  expect(await readsOf(store.db, funnelQuery.STRICT.everybody, parameters)).toMatchObject({
    scans: [],
    indexes: ['quarantines/by_profile', expect.stringMatching(/^sessions\/by_(start|end)$/)],
  });
});
