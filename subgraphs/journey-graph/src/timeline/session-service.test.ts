import { createCursors } from '@customer360/subgraph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import { createEventLoader } from '../events/event-loader.ts';
import { createEventService } from '../events/event-service.ts';
import { createSessionService, sessionsOfProfile } from './session-service.ts';

const jane = { id: 'jane' };
const HALF_HOUR = 1_800_000;
let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const events = [
    { profileId: 'jane', at: 0, step: 'A' },
    { profileId: 'jane', at: HALF_HOUR, step: 'B', channel: 'email', campaign: 'c1' },
    { profileId: 'jane', at: HALF_HOUR, step: 'C', channel: 'paid', value: 250 },
    { profileId: 'jane', at: 2 * HALF_HOUR + 1, step: 'D' },
    { profileId: 'jane', at: 9 * HALF_HOUR, step: 'E', channel: 'direct' },
  ];
  await seedJourneys(store.db, 'acme', events, ['C']);
  await seedJourneys(store.db, 'globex', [{ profileId: 'jane', at: 7, step: 'Z' }], []);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  const queries = store.queries(tenantId);
  const cursors = createCursors(tenantId);
  const loader = createEventLoader(queries);
  const events = createEventService({ queries, viewer, cursors, loader });
  return createSessionService({ queries, viewer, cursors, events });
}

it('sessions come newest first; a gap of exactly 30 minutes stays inside, one ms more does not', async () => {
  const { nodes } = await serviceFor('acme').ofProfile(jane, {});
  expect(nodes.map(({ startedAt, touchpointCount }) => [startedAt, touchpointCount])).toEqual([
    [9 * HALF_HOUR, 1],
    [2 * HALF_HOUR + 1, 1],
    [0, 3],
  ]);
  expect(nodes[2]).toMatchObject({
    id: '00000000-0000-8000-8000-000000000001',
    endedAt: HALF_HOUR,
    duration: HALF_HOUR,
    channel: 'email',
    campaign: 'c1',
    value: 250,
  });
});

it('sessions are chosen by their start and keep their later events', async () => {
  const starts = async (from: number | null, to: number | null) =>
    (await serviceFor('acme').ofProfile(jane, { from, to })).nodes.map(({ startedAt }) => startedAt);
  expect(await starts(0, 1)).toEqual([0]);
  expect(await starts(1, 9 * HALF_HOUR)).toEqual([2 * HALF_HOUR + 1]);
  expect(await starts(null, 9 * HALF_HOUR)).toEqual([2 * HALF_HOUR + 1, 0]);
});

it('sessions are paged without gap or repeat', async () => {
  const first = await serviceFor('acme').ofProfile(jane, { first: 2 });
  const second = await serviceFor('acme').ofProfile(jane, { first: 2, after: first.pageInfo.endCursor });
  expect([first, second].map(({ nodes }) => nodes.length)).toEqual([2, 1]);
  expect(second.nodes[0]?.startedAt).toBe(0);
  expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
});

it('the touchpoints of a session come oldest first, in pages', async () => {
  const service = serviceFor('acme');
  const { nodes } = await service.ofProfile(jane, { to: 1 });
  const [session] = nodes;
  if (session === undefined) throw new Error('it was seeded');
  const first = await service.touchpointsOf(session, { first: 2 });
  const second = await service.touchpointsOf(session, { first: 2, after: first.pageInfo.endCursor });
  const steps = [first, second].map((page) => page.nodes.map(({ step }) => step));
  expect(steps).toEqual([['A', 'B'], ['C']]);
  expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  await expect(service.touchpointsOf(session, { first: 201 })).rejects.toThrow('first must be 1 to 200.');
});

it('a touchpoint that is gone meanwhile is left out and ends no page early', async () => {
  const service = serviceFor('acme');
  const [session] = (await service.ofProfile(jane, { to: 1 })).nodes;
  if (session === undefined) throw new Error('it was seeded');
  const [lost, ...others] = session.places;
  if (lost === undefined) throw new Error('it was seeded');
  const shown = { ...session, places: [{ ...lost, eventId: 'gone' }, ...others] };
  const page = await service.touchpointsOf(shown, { first: 2 });
  expect(page.nodes.map(({ step }) => step)).toEqual(['B']);
  expect(page.pageInfo.hasNextPage).toBe(true);
  const rest = await service.touchpointsOf(shown, { first: 2, after: page.pageInfo.endCursor });
  expect(rest.nodes.map(({ step }) => step)).toEqual(['C']);
});

it('sessions are those of the tenant', async () => {
  const { nodes } = await serviceFor('globex').ofProfile(jane, {});
  expect(nodes.map(({ startedAt }) => startedAt)).toEqual([7]);
});

it('bad ranges, pages and cursors are refused', async () => {
  const service = serviceFor('acme');
  const after = (await service.ofProfile(jane, { first: 1 })).pageInfo.endCursor;
  const refused = { code: 'BAD_USER_INPUT' };
  for (const page of [{ from: 5, to: 5 }, { first: 0 }, { first: 101 }, { after, to: 5 }, { after: 'x' }]) {
    await expect(service.ofProfile(jane, page)).rejects.toMatchObject(refused);
  }
  await expect(service.ofProfile({ id: 'john' }, { after })).rejects.toMatchObject(refused);
  await expect(serviceFor('globex').ofProfile(jane, { after })).rejects.toMatchObject(refused);
  await expect(serviceFor('acme', stranger('acme')).ofProfile(jane, {})).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

it('a page of sessions is one backward scan of an index', async () => {
  const page = { profileId: 'jane', from: 0, to: 9, limit: 51 };
  expect(await readsOf(store.db, sessionsOfProfile, page)).toEqual({
    scans: [],
    indexes: ['sessions/by_profile'],
    sorts: false,
  });
});
