import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { readsOf } from '../../test/explain.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { sankeyQuery, topPathsQuery } from './path-queries.ts';
import { createPathService, type PathService } from './path-service.ts';

const range = { from: 0, to: 1_000_000 };
const HOUR = 3_600_000;

/** Names that would leave their place in a careless query. */
const hostile = ['`', "'", '"', '@@goal', '@goal', "' OR 1 == 1 //", 'A\nREMOVE x', '\\', '${x}'];

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function serviceOf(tenantId: string, viewer = analyst(tenantId), goal: string | null = 'buy'): PathService {
  return createPathService({
    queries: store.queries(tenantId),
    viewer,
    firstConversionStep: async () => goal,
  });
}

const refused = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

test('the goal is the first conversion step of the tenant unless it is named', async () => {
  const events = ['see', 'buy', 'see'].map((step, at) => ({ profileId: 'p', at: at * HOUR, step }));
  await seedJourneys(store.db, 'goals', events, ['buy']);
  const question = { from: 0, to: 10 * HOUR };
  expect((await serviceOf('goals').topPaths(question)).conversions).toBe(1);
  expect((await serviceOf('goals').topPaths({ ...question, goal: 'see' })).conversions).toBe(2);
  await expect(serviceOf('goals', analyst('goals'), null).topPaths(question)).rejects.toThrow(
    refused('BAD_USER_INPUT', 'goal must be given'),
  );
});

test('a session keeps the touchpoints after the end of the range, a profile does not', async () => {
  const events = [
    { profileId: 'p', at: 900, step: 'A' },
    { profileId: 'p', at: 1_100, step: 'B' },
  ];
  await seedJourneys(store.db, 'borders', events, ['buy']);
  const question = { from: 0, to: 1_000 };
  const pathOf = async (unit: 'SESSION' | 'PROFILE') =>
    (await serviceOf('borders').topPaths({ ...question, unit })).paths[0]?.steps;
  expect([await pathOf('SESSION'), await pathOf('PROFILE')]).toEqual([['A', 'B'], ['A']]);
});

test('with an end alone the last steps stay, otherwise the first', async () => {
  const events = 'ABCD'.split('').map((step, at) => ({ profileId: 'p', at, step }));
  await seedJourneys(store.db, 'lengths', events, ['buy']);
  const pathOf = async (ends: { readonly start?: string; readonly end?: string }) =>
    (await serviceOf('lengths').topPaths({ ...range, ...ends, maxLength: 2 })).paths[0]?.steps;
  expect([await pathOf({}), await pathOf({ end: 'D' }), await pathOf({ start: 'B', end: 'D' })]).toEqual([
    ['A', 'B'],
    ['C', 'D'],
    ['B', 'C'],
  ]);
});

test('an end that is also the start is looked for after it', async () => {
  const events = 'ABACA'.split('').map((step, at) => ({ profileId: 'p', at, step }));
  await seedJourneys(store.db, 'rounds', events, ['buy']);
  const { paths } = await serviceOf('rounds').topPaths({ ...range, start: 'A', end: 'A' });
  expect(paths[0]?.steps).toEqual(['A', 'B', 'A']);
});

test.each(hostile)('a step named %j is found literally, and nothing else is', async (name) => {
  const tenantId = `hostile-${hostile.indexOf(name)}`;
  const events = [name, 'A', 'B'].map((step, at) => ({ profileId: 'p', at, step }));
  await seedJourneys(store.db, tenantId, events, ['buy']);
  const service = serviceOf(tenantId);
  const kept = await service.topPaths({ ...range, start: name, goal: name, exclude: ['A'] });
  expect(kept).toMatchObject({ units: 1, conversions: 1, paths: [{ steps: [name, 'B'] }] });
  expect((await service.topPaths({ ...range, end: `${name} ` })).units).toBe(0);
  expect((await service.sankey({ ...range, exclude: [name] })).nodes.map(({ step }) => step)).toEqual([
    'A',
    'B',
  ]);
});

test('two tenants with the same ids never see each other', async () => {
  await seedJourneys(store.db, 'one', [{ profileId: 'p', at: 0, step: 'A' }], ['buy']);
  await seedJourneys(store.db, 'two', [{ profileId: 'p', at: 0, step: 'B' }], ['buy']);
  for (const unit of ['SESSION', 'PROFILE'] as const) {
    const { paths } = await serviceOf('two').topPaths({ ...range, unit });
    expect(paths.map(({ steps, units }) => [steps, units])).toEqual([[['B'], 1]]);
    const { nodes } = await serviceOf('two').sankey({ ...range, unit });
    expect(nodes.map(({ step }) => step)).toEqual(['B']);
  }
});

test('nothing in the range is an answer of zeros', async () => {
  const service = serviceOf('empty');
  expect(await service.topPaths(range)).toEqual({ units: 0, distinctPaths: 0, conversions: 0, paths: [] });
  expect(await service.sankey(range)).toEqual({ units: 0, nodes: [], links: [] });
});

test.each([
  [{ from: 5, to: 5 }, 'to must be after from'],
  [{ from: 0, to: 3_661 * 24 * HOUR }, '3,660 days'],
  [{ ...range, first: 0 }, 'first must be 1 to 200'],
  [{ ...range, first: 201 }, 'first must be 1 to 200'],
  [{ ...range, maxLength: 51 }, 'maxLength must be 1 to 50'],
  [{ ...range, start: '' }, 'start must not be empty'],
  [{ ...range, end: 'x'.repeat(501) }, 'end must have 500 characters'],
  [{ ...range, exclude: Array.from({ length: 51 }, () => 'x') }, 'exclude must hold 0 to 50'],
])('top paths refuse %j', async (question, text) => {
  await expect(serviceOf('refused').topPaths(question)).rejects.toThrow(refused('BAD_USER_INPUT', text));
});

test.each([
  [{ ...range, maxDepth: 0 }, 'maxDepth must be 1 to 20'],
  [{ ...range, maxDepth: 21 }, 'maxDepth must be 1 to 20'],
  [{ ...range, maxSteps: 101 }, 'maxSteps must be 1 to 100'],
])('a sankey refuses %j', async (question, text) => {
  await expect(serviceOf('refused').sankey(question)).rejects.toThrow(refused('BAD_USER_INPUT', text));
});

test('who may not read journeys is refused before the arguments are looked at', async () => {
  const service = serviceOf('scopes', stranger('scopes'));
  const forbidden = refused('FORBIDDEN', 'journey:read');
  await expect(service.topPaths({ from: 1, to: 0 })).rejects.toThrow(forbidden);
  await expect(service.sankey({ from: 1, to: 0 })).rejects.toThrow(forbidden);
});

test('sessions are read by an index of the tenant', async () => {
  const shape = { ...range, collapse: true, start: null, end: null, exclude: [] };
  const counted = { ...shape, maxLength: 20, goal: 'buy', first: 10 };
  const byTime = {
    scans: [],
    indexes: ['quarantines/by_profile', expect.stringMatching(/^sessions\/by_(start|end)$/)],
  };
  for (const unit of ['SESSION', 'PROFILE'] as const) {
    expect(await readsOf(store.db, topPathsQuery[unit].everybody, counted)).toMatchObject(byTime);
    const sankey = sankeyQuery[unit].everybody;
    expect(await readsOf(store.db, sankey, { ...shape, maxDepth: 5 })).toMatchObject(byTime);
  }
});
