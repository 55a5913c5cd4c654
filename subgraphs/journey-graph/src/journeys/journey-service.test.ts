import { createCursors } from '@customer360/subgraph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { createEventLoader } from '../events/event-loader.ts';
import { createEventService } from '../events/event-service.ts';
import { createJourneyService, journeysOfProfile } from './journey-service.ts';

const jane = { id: 'jane' };
let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const events = [
    { profileId: 'jane', at: 0, step: 'A', channel: 'email' },
    { profileId: 'jane', at: 5, step: 'Buy', value: 300 },
    { profileId: 'jane', at: 7, step: 'Buy', value: 100 },
    { profileId: 'jane', at: 7, step: 'Buy', value: 200 },
    { profileId: 'jane', at: 7, step: 'B', channel: 'paid', campaign: 'c' },
  ];
  await seedJourneys(store.db, 'acme', events, ['Buy']);
  await seedJourneys(store.db, 'globex', [{ profileId: 'jane', at: 1, step: 'Z' }], []);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  const queries = store.queries(tenantId);
  const cursors = createCursors(tenantId);
  const loader = createEventLoader(queries);
  const events = createEventService({ queries, viewer, cursors, loader });
  return createJourneyService({ queries, viewer, cursors, events });
}

it('each conversion ends a journey; the last one may be open', async () => {
  const { nodes } = await serviceFor('acme').ofProfile(jane, {});
  expect(nodes.map(({ converted, value, touchpointCount }) => [converted, value, touchpointCount])).toEqual([
    [false, 0, 1],
    [true, 200, 1],
    [true, 100, 1],
    [true, 300, 2],
  ]);
  expect(nodes[0]?.touches).toMatchObject([{ channel: 'paid', campaign: 'c', at: 7 }]);
});

it('a journey knows its conversion; an open one has none', async () => {
  const service = serviceFor('acme');
  const { nodes } = await service.ofProfile(jane, {});
  const values = await Promise.all(
    nodes.map(async (one) => (await service.conversionOf(one))?.value ?? null),
  );
  expect(values).toEqual([null, 200, 100, 300]);
});

it('journeys are paged without gap or repeat, also when they start at one instant', async () => {
  const positions: number[] = [];
  let after: string | null = null;
  do {
    const page = await serviceFor('acme').ofProfile(jane, { first: 1, after });
    positions.push(...page.nodes.map(({ startPosition }) => startPosition));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(positions).toEqual([5, 4, 3, 1]);
});

it('journeys are those of the tenant, for who may read them', async () => {
  expect((await serviceFor('globex').ofProfile(jane, {})).nodes).toMatchObject([{ startedAt: 1 }]);
  const service = serviceFor('acme', stranger('acme'));
  await expect(service.ofProfile(jane, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('bad pages and cursors of another list are refused', async () => {
  const after = (await serviceFor('acme').ofProfile(jane, { first: 1 })).pageInfo.endCursor;
  const refused = { code: 'BAD_USER_INPUT' };
  await expect(serviceFor('acme').ofProfile(jane, { first: 101 })).rejects.toMatchObject(refused);
  await expect(serviceFor('acme').ofProfile({ id: 'john' }, { after })).rejects.toMatchObject(refused);
  await expect(serviceFor('globex').ofProfile(jane, { after })).rejects.toMatchObject(refused);
});

it('a page of journeys is one backward scan of an index', async () => {
  const page = { profileId: 'jane', until: 9, afterStart: null, afterPosition: null, limit: 21 };
  expect(await readsOf(store.db, journeysOfProfile, page)).toEqual({
    scans: [],
    indexes: ['journeys/by_profile'],
    sorts: false,
  });
});
