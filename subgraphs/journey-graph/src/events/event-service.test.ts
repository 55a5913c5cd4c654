import { createCursors } from '@customer360/subgraph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys, type SeedEvent } from '../../test/seed-journeys.ts';
import { agent, analyst, stranger } from '../../test/viewers.ts';
import { createEventLoader, eventsById } from './event-loader.ts';
import { createEventService, eventsOfProfile } from './event-service.ts';

const jane = { id: 'jane' };
const hostile = ['a`b', '@@x', `"'--`, 'two\nlines', '} RETURN 1 //', 'a b', '%', '日本'];
let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const events: SeedEvent[] = [
    { profileId: 'jane', at: 1_000, step: 'A', channel: 'email' },
    { profileId: 'jane', at: 3_000, step: 'B' },
    { profileId: 'jane', at: 3_000, step: 'C', channel: 'paid' },
    { profileId: 'john', at: 2_000, step: 'A' },
    ...hostile.map((step, place) => ({ profileId: 'eve', at: place, step, channel: step })),
  ];
  await seedJourneys(store.db, 'acme', events, ['C']);
  await seedJourneys(store.db, 'globex', [{ profileId: 'jane', at: 9_000, step: 'Z' }], []);
});
afterAll(() => store.close());

function serviceFor(tenantId: string, viewer = analyst(tenantId)) {
  const queries = store.queries(tenantId);
  const loader = createEventLoader(queries);
  return createEventService({ queries, viewer, cursors: createCursors(tenantId), loader });
}

const idOfPlace = (place: number) => `00000000-0000-8000-8000-${String(place).padStart(12, '0')}`;

describe('one event', () => {
  it('is found by its id, in its tenant only', async () => {
    expect(await serviceFor('acme').byId(idOfPlace(1))).toEqual({
      id: idOfPlace(1),
      type: 'TRACK',
      event: 'A',
      step: 'A',
      channel: 'email',
      campaign: null,
      timestamp: 1_000,
      receivedAt: 1_000,
      position: 1,
      sourceId: 'test',
      properties: {},
      value: 0,
      profileId: 'jane',
    });
    expect(await serviceFor('globex').byId(idOfPlace(2))).toBeNull();
  });

  it.each([...hostile, '', 'acme:x', 'x'.repeat(5_000)])('%j is the id of none', async (id) => {
    expect(await serviceFor('acme').byId(id)).toBeNull();
  });

  it('many are read by one query, in the order of the ids, unknown ones left out', async () => {
    const found = await serviceFor('acme').byIds([idOfPlace(3), 'unknown', idOfPlace(1)]);
    expect(found.map(({ step }) => step)).toEqual(['C', 'A']);
  });

  it('has its properties masked without profile:pii, names that identify too', async () => {
    const event = await serviceFor('acme').byId(idOfPlace(1));
    if (event === null) throw new Error('it was seeded');
    const told = { ...event, properties: { size: 5, 'jane@example.com': ['x'], none: null } };
    expect(serviceFor('acme').propertiesOf(told)).toEqual({ size: '***', '***': ['***'], none: null });
    const trusted = serviceFor('acme', agent('acme'));
    expect(trusted.propertiesOf(told)).toEqual(told.properties);
  });
});

describe('events of a profile', () => {
  it('come newest first, those of one instant by log position', async () => {
    const { nodes } = await serviceFor('acme').ofProfile(jane, {});
    expect(nodes.map(({ step }) => step)).toEqual(['C', 'B', 'A']);
  });

  it('are paged without gap or repeat, also between events of one instant', async () => {
    const steps: (string | null)[] = [];
    let after: string | null = null;
    do {
      const page = await serviceFor('acme').ofProfile(jane, { first: 1, after });
      steps.push(...page.nodes.map(({ step }) => step));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(steps).toEqual(['C', 'B', 'A']);
  });

  it('are narrowed by every condition at once', async () => {
    const narrow = async (filter: object) =>
      (await serviceFor('acme').ofProfile(jane, { filter })).nodes.map(({ step }) => step);
    expect(await narrow({ from: 1_000, to: 3_000 })).toEqual(['A']);
    expect(await narrow({ from: 1_001, to: 3_001 })).toEqual(['C', 'B']);
    expect(await narrow({ steps: ['A', 'B'], channels: ['email'] })).toEqual(['A']);
    expect(await narrow({ events: ['B'], types: ['TRACK'] })).toEqual(['B']);
    expect(await narrow({ types: ['IDENTIFY'] })).toEqual([]);
  });

  it('are those of the tenant', async () => {
    const { nodes } = await serviceFor('globex').ofProfile(jane, {});
    expect(nodes.map(({ step }) => step)).toEqual(['Z']);
  });

  it.each(hostile)('takes %j as a name and nothing else', async (name) => {
    for (const filter of [{ steps: [name] }, { events: [name] }, { channels: [name] }]) {
      const { nodes } = await serviceFor('acme').ofProfile({ id: 'eve' }, { filter });
      expect(nodes.map(({ step }) => step)).toEqual([name]);
    }
    expect((await serviceFor('acme').ofProfile({ id: name }, {})).nodes).toEqual([]);
  });
});

describe('refused', () => {
  it.each([
    [{ first: 0 }, 'first must be 1 to 100.'],
    [{ first: 101 }, 'first must be 1 to 100.'],
    [{ filter: { from: 5, to: 5 } }, 'filter.to must be after filter.from.'],
    [{ filter: { steps: [] } }, 'filter.steps must hold 1 to 50 names.'],
    [{ filter: { events: Array<string>(51).fill('x') } }, 'filter.events must hold 1 to 50 names.'],
    [{ filter: { channels: [''] } }, 'filter.channels[0] must not be empty.'],
  ])('%j: %s', async (page, message) => {
    await expect(serviceFor('acme').ofProfile(jane, page)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message,
    });
  });

  it('a cursor of another profile, filter or tenant', async () => {
    const { pageInfo } = await serviceFor('acme').ofProfile(jane, { first: 1 });
    const after = pageInfo.endCursor;
    const foreign = { code: 'BAD_USER_INPUT', message: 'The cursor is not one of this list.' };
    const acme = serviceFor('acme');
    await expect(acme.ofProfile({ id: 'john' }, { after })).rejects.toMatchObject(foreign);
    await expect(acme.ofProfile(jane, { after, filter: { steps: ['A'] } })).rejects.toMatchObject(foreign);
    await expect(serviceFor('globex').ofProfile(jane, { after })).rejects.toMatchObject(foreign);
  });

  it('who lacks journey:read', async () => {
    const service = serviceFor('acme', stranger('acme'));
    await expect(service.byId(idOfPlace(1))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(service.ofProfile(jane, { first: 0 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

it('events are read by their indexes, a page backwards without sorting', async () => {
  const names = { types: null, events: null, steps: ['A'], channels: null };
  const page = { profileId: 'jane', from: 0, until: 9, afterTs: null, afterPosition: null, limit: 51 };
  expect(await readsOf(store.db, eventsOfProfile, { ...names, ...page })).toEqual({
    scans: [],
    indexes: ['events/by_profile'],
    sorts: false,
  });
  expect(await readsOf(store.db, eventsById, { keys: ['acme:x'] })).toMatchObject({
    scans: [],
    indexes: ['events/primary'],
  });
});

it('a profile with 10,000 events answers its first 50 at once', async () => {
  const many = Array.from({ length: 10_000 }, (_, place) => ({ profileId: 'busy', at: place, step: 'A' }));
  await seedJourneys(store.db, 'initech', many, []);
  const service = serviceFor('initech');
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const started = performance.now();
    const { nodes } = await service.ofProfile({ id: 'busy' }, { first: 50 });
    times.push(performance.now() - started);
    expect(nodes.length).toBe(50);
  }
  expect(Math.min(...times)).toBeLessThan(50);
});
