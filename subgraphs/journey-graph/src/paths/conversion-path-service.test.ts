import { createCursors } from '@customer360/subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys, type SeedEvent } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import {
  conversionPaths,
  createConversionPathService,
  type ConversionPathService,
} from './conversion-path-service.ts';

const range = { from: 0, to: 1_000_000 };
const DAY = 86_400_000;

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function serviceOf(tenantId: string, viewer = analyst(tenantId)): ConversionPathService {
  return createConversionPathService({
    queries: store.queries(tenantId),
    viewer,
    cursors: createCursors(tenantId),
    firstConversionStep: async () => 'buy',
  });
}

/** `see0 buy5` is a step and its time; every event is named so too. */
const journey = (text: string, profileId = 'p'): readonly SeedEvent[] =>
  text.split(' ').map((eventId) => ({
    profileId,
    eventId,
    step: eventId.replace(/\d+$/, ''),
    at: Number(/\d+$/.exec(eventId)?.[0]),
  }));

const seed = (tenantId: string, events: readonly SeedEvent[]): Promise<void> =>
  seedJourneys(store.db, tenantId, events, ['buy']);

const refused = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

test('conversions come latest first, each with what was before it, oldest first', async () => {
  await seed('acme', journey('see0 add1 buy2 see3 buy4'));
  const { nodes } = await serviceOf('acme').pathsToConversion(range);
  expect(nodes).toEqual([
    { conversionId: 'buy4', value: 0, touchpointIds: ['see0', 'add1', 'buy2', 'see3'], cut: false },
    { conversionId: 'buy2', value: 0, touchpointIds: ['see0', 'add1'], cut: false },
  ]);
});

test('since the last conversion, that one and what was before it are left out', async () => {
  await seed('since', journey('see0 buy1 see2 buy3 buy4'));
  const { nodes } = await serviceOf('since').pathsToConversion({ ...range, path: 'SINCE_LAST_CONVERSION' });
  expect(nodes.map(({ touchpointIds }) => touchpointIds)).toEqual([[], ['see2'], ['see0']]);
});

test('the look-back includes its end, also before the range', async () => {
  await seed('lookback', journey('see0 see1 see1000 buy1001'));
  const question = { from: 1_001, to: 1_002, lookback: 1_000 };
  const { nodes } = await serviceOf('lookback').pathsToConversion(question);
  expect(nodes[0]).toMatchObject({ touchpointIds: ['see1', 'see1000'], cut: false });
});

test('a longer path keeps the latest touchpoints and says that it was cut', async () => {
  await seed('cut', journey('a0 b1 c2 buy3'));
  const pathOf = async (maxLength: number) =>
    (await serviceOf('cut').pathsToConversion({ ...range, maxLength })).nodes[0];
  expect(await pathOf(2)).toMatchObject({ touchpointIds: ['b1', 'c2'], cut: true });
  expect(await pathOf(3)).toMatchObject({ touchpointIds: ['a0', 'b1', 'c2'], cut: false });
});

test('pages of one meet every conversion once, also those of one instant', async () => {
  await seed('pages', [
    ...journey('buy5 see6', 'p'),
    ...['q', 'r', 's'].map((profileId) => ({ profileId, eventId: `buy-${profileId}`, step: 'buy', at: 5 })),
  ]);
  const service = serviceOf('pages');
  const met: string[] = [];
  let after: string | null = null;
  do {
    const page = await service.pathsToConversion({ ...range, first: 1, after });
    met.push(...page.nodes.map(({ conversionId }) => conversionId));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(met).toEqual(['buy-s', 'buy-r', 'buy-q', 'buy5']);
});

test('a cursor of another question or tenant is refused', async () => {
  await seed('cursors', journey('buy1 buy2'));
  const { pageInfo } = await serviceOf('cursors').pathsToConversion({ ...range, first: 1 });
  const after = pageInfo.endCursor;
  const wrong = refused('BAD_USER_INPUT', 'cursor');
  await expect(serviceOf('cursors').pathsToConversion({ ...range, after, maxLength: 7 })).rejects.toThrow(
    wrong,
  );
  await expect(serviceOf('cursors').pathsToConversion({ ...range, after, goal: 'see' })).rejects.toThrow(
    wrong,
  );
  await expect(serviceOf('elsewhere').pathsToConversion({ ...range, after })).rejects.toThrow(wrong);
});

test('a chain that runs in a circle or into nothing ends', async () => {
  await seed('broken', journey('a0 b1 buy2'));
  const edge = (key: string, from: string, to: string) => ({
    _key: `broken:${key}`,
    _from: `events/broken:${from}`,
    _to: `events/broken:${to}`,
    tenantId: 'broken',
    profileId: 'p',
    ts: 0,
    dtMs: 0,
    sameSession: true,
  });
  await store.db
    .collection('next_event')
    .saveAll([edge('circle', 'buy2', 'a0'), edge('nothing', 'gone', 'a0'), edge('self', 'b1', 'b1')]);
  const { nodes } = await serviceOf('broken').pathsToConversion(range);
  expect(nodes).toMatchObject([{ conversionId: 'buy2', touchpointIds: ['a0', 'b1'], cut: false }]);
});

test('a touchpoint with 100,000 edges is answered in bounded time', async () => {
  await seed('hub', journey('a0 buy1'));
  await store.db.query(
    `FOR i IN 1..100000
       INSERT { _key: CONCAT("hub:e", i), _from: CONCAT("events/hub:gone", i), _to: "events/hub:buy1",
                tenantId: "hub", profileId: "p", ts: 0, dtMs: 0, sameSession: true } INTO next_event`,
  );
  const started = performance.now();
  const { nodes } = await serviceOf('hub').pathsToConversion(range);
  expect(nodes).toMatchObject([{ conversionId: 'buy1', touchpointIds: ['a0'] }]);
  expect(performance.now() - started).toBeLessThan(8_000);
}, 120_000);

test('an edge into another tenant is not followed', async () => {
  await seed('mine', journey('buy1'));
  await seed('theirs', journey('secret0'));
  await store.db.collection('next_event').save({
    _key: 'mine:leak',
    _from: 'events/theirs:secret0',
    _to: 'events/mine:buy1',
    tenantId: 'mine',
  });
  const { nodes } = await serviceOf('mine').pathsToConversion(range);
  expect(nodes).toMatchObject([{ conversionId: 'buy1', touchpointIds: [], cut: false }]);
});

test.each(["'", '`', '@goal', 'a\nb', '"'])('a goal named %j is found literally', async (goal) => {
  const tenantId = `goal-${goal.charCodeAt(0)}`;
  await seed(tenantId, [
    { profileId: 'p', at: 0, step: 'A' },
    { profileId: 'p', at: 1, step: goal },
  ]);
  const { nodes } = await serviceOf(tenantId).pathsToConversion({ ...range, goal });
  expect(nodes.map(({ touchpointIds }) => touchpointIds.length)).toEqual([1]);
});

test.each([
  [{ from: 1, to: 1 }, 'to must be after from'],
  [{ ...range, lookback: 0 }, 'lookback must be 1 second to 400 days'],
  [{ ...range, lookback: 400 * DAY + 1 }, 'lookback must be 1 second to 400 days'],
  [{ ...range, maxLength: 0 }, 'maxLength must be 1 to 100'],
  [{ ...range, first: 101 }, 'first must be 1 to 100'],
])('paths to conversion refuse %j', async (question, text) => {
  await expect(serviceOf('refused').pathsToConversion(question)).rejects.toThrow(
    refused('BAD_USER_INPUT', text),
  );
});

test('who may not read journeys is refused before the arguments are looked at', async () => {
  const asking = serviceOf('scopes', stranger('scopes')).pathsToConversion({ from: 1, to: 0 });
  await expect(asking).rejects.toThrow(refused('FORBIDDEN', 'journey:read'));
});

test('conversions are read by an index of the tenant, in its order', async () => {
  const parameters = {
    from: 0,
    until: 1,
    afterTs: null,
    afterPosition: null,
    goal: 'buy',
    lookback: 1,
    sinceLast: false,
    depth: 3,
    limit: 2,
  };
  expect(await readsOf(store.db, conversionPaths.everybody, parameters)).toEqual({
    scans: [],
    indexes: ['quarantines/by_profile', 'events/by_step'],
    sorts: false,
  });
});
