import { startAqlite, type Aqlite } from '@customer360/aqlite';
import type { Database } from 'arangojs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectedGraph } from '../../test/projection/expected-graph.ts';
import { profileId, tellHistory, type Step } from '../../test/projection/history.ts';
import {
  readGraph,
  runProjection,
  testDirectory,
  testHandler,
} from '../../test/projection/run-projection.ts';
import { connect } from '../store/connection.ts';
import { createCollections } from '../store/create-collections.ts';
import { createProjectionHandler } from './projection-handler.ts';
import { findProjection, resetJourneyProjection } from './projection-state.ts';

const PEOPLE = ['u1', 'u2', 'a1', 'a2'];
const story: readonly Step[] = [
  { does: 'event', by: 'a1', minute: 0, medium: 'email' },
  { does: 'event', by: 'a1', minute: 5, name: 'Added' },
  { does: 'event', by: 'u1', with: 'a2', minute: 7, name: 'Order Completed', revenue: 20 },
  { does: 'event', by: 'u1', minute: 90, name: 'Referral', refers: 'u2' },
  { does: 'move', identifier: 'a1', to: 'u1', minute: 91 },
  { does: 'event', by: 'u2', minute: 3 },
  { does: 'membership', segment: 's1', profile: 'u2', enters: true },
  { does: 'quarantine', profile: 'u2', begins: true },
];
const history = tellHistory(story);
const watermark = { through: history.length, clock: 0 };

// Failures are ordered from the engine in this process, so these tests need it.
let aqlite: Aqlite;
let db: Database;
beforeAll(async () => {
  aqlite = await startAqlite({ requireWith: true });
  db = await connect({ url: aqlite.url, database: 'handler', user: null, password: null });
  await createCollections(db);
});
afterAll(async () => {
  db.close();
  await aqlite.close();
});

test('a conflict with another writer is tried again and leaves no trace', async () => {
  for (const collection of ['projections', 'events', 'transitions', 'profiles']) {
    aqlite.faults.failNext(1200, { collection });
  }
  await runProjection(testHandler(db, PEOPLE), 'conflicts', history, 500);

  expect(await readGraph(db, 'conflicts')).toEqual(expectedGraph('conflicts', history, PEOPLE));
});

test.each(['events', 'identifies', 'next_event', 'memberships', 'quarantines', 'transitions', 'referred'])(
  'a failure while %s are written leaves everything as it was, the position too',
  async (collection) => {
    const handler = testHandler(db, PEOPLE);
    const tenantId = `broken-${collection.replace('_', '-')}`;
    await runProjection(handler, tenantId, history.slice(0, 2), 500);
    const before = await readGraph(db, tenantId);
    aqlite.faults.failNext(1, { collection });
    const broken = handler.handle(tenantId, history.slice(2), watermark, 2);

    await expect(broken).rejects.toMatchObject({ errorNum: 1 });
    expect(await readGraph(db, tenantId)).toEqual(before);
    expect(await handler.position(tenantId)).toBe(2);
    await runProjection(handler, tenantId, history, 500);
    expect(await readGraph(db, tenantId)).toEqual(expectedGraph(tenantId, history, PEOPLE));
  },
);

test('a batch that is not next changes nothing', async () => {
  const handler = testHandler(db, PEOPLE);
  await runProjection(handler, 'overtaken', history, 500);
  const before = await readGraph(db, 'overtaken');

  expect(await handler.handle('overtaken', history.slice(3), watermark, 3)).toBe('restart');
  expect(await readGraph(db, 'overtaken')).toEqual(before);
  expect(await handler.position('overtaken')).toBe(history.length);
});

test('two writers of one tenant work every batch once', async () => {
  const [one, other] = [testHandler(db, PEOPLE), testHandler(db, PEOPLE)];
  await Promise.all([
    runProjection(one, 'rivals', history, 1),
    runProjection(other, 'rivals', history, 2),
    runProjection(one, 'rivals', history, 3),
  ]);

  expect(await readGraph(db, 'rivals')).toEqual(expectedGraph('rivals', history, PEOPLE));
});

test('tenants with the same people and events never meet', async () => {
  const handler = testHandler(db, PEOPLE);
  const shorter = history.slice(0, 4);
  await Promise.all([
    runProjection(handler, 'north', history, 2),
    runProjection(handler, 'north-2', shorter, 3),
  ]);
  await resetJourneyProjection(db, 'north');

  expect(await readGraph(db, 'north-2')).toEqual(expectedGraph('north-2', shorter, PEOPLE));
  expect(Object.values(await readGraph(db, 'north')).flatMap((some) => Object.keys(some))).toEqual([]);
  expect(await handler.position('north')).toBe(0);
});

test('a new mapping sends the graph back to the beginning once, with the order of its steps', async () => {
  const handler = testHandler(db, PEOPLE);
  const conversions = { Viewed: { value: null }, Added: { value: null } };
  const mapped = tellHistory([...story, { does: 'mapping', value: { conversions } }]);
  const last = mapped.length;
  const config = mapped.slice(-1);
  await runProjection(handler, 'mapped', history, 2);

  expect(await handler.handle('mapped', config, { through: last, clock: 0 }, history.length)).toBe('restart');
  expect(await findProjection(db, 'mapped')).toMatchObject({
    position: 0,
    mappingPosition: last,
    rebuildUntil: last,
  });
  await runProjection(handler, 'mapped', mapped, 2);
  const place = await findProjection(db, 'mapped');
  expect(place).toMatchObject({ position: last, rebuildUntil: null, clearing: false });
  expect(Object.keys(JSON.parse(place?.mapping ?? '').conversions)).toEqual(['Added', 'Viewed']);
  expect(await readGraph(db, 'mapped')).toEqual(expectedGraph('mapped', mapped, PEOPLE));
});

test('a graph whose clearing was broken off is cleared before anything is written', async () => {
  const handler = testHandler(db, PEOPLE);
  await runProjection(handler, 'halfway', history, 500);
  await db.query('UPDATE "halfway" WITH { position: 0, clearing: true } IN projections');

  expect(await handler.handle('halfway', history, watermark, 0)).toBe('restart');
  await runProjection(testHandler(db, PEOPLE), 'halfway', history, 500);
  expect(await readGraph(db, 'halfway')).toEqual(expectedGraph('halfway', history, PEOPLE));
});

test.each([
  ['has another name', { id: 'another log', through: 100 }],
  ['is shorter', { id: 'log', through: 3 }],
])('a graph of a log that %s is forgotten', async (_what, log) => {
  const tenantId = `foreign-${log.through}`;
  await runProjection(testHandler(db, PEOPLE), tenantId, history, 500);
  const handler = createProjectionHandler({ db, directory: testDirectory(PEOPLE), logOf: async () => log });

  expect(await handler.position(tenantId)).toBe(0);
  expect(await findProjection(db, tenantId)).toMatchObject({ log: log.id, position: 0, mapping: null });
  await runProjection(handler, tenantId, history.slice(0, 3), 500);
  expect(await readGraph(db, tenantId)).toEqual(expectedGraph(tenantId, history.slice(0, 3), PEOPLE));
});

test('a graph of an older edition is made anew, by the mapping in force', async () => {
  const conversions = { Viewed: { value: null } };
  const mapped = tellHistory([
    { does: 'mapping', value: { conversions } },
    ...story,
    { does: 'membership', segment: 's1', profile: 'u1', enters: true },
  ]);
  await runProjection(testHandler(db, PEOPLE), 'older', mapped, 500);
  await db.query('UPDATE "older" WITH { edition: null } IN projections OPTIONS { keepNull: false }');
  await db.query('FOR m IN memberships FILTER m.tenantId == "older" REMOVE m IN memberships');

  const handler = testHandler(db, PEOPLE);
  expect(await handler.position('older')).toBe(0);
  await runProjection(handler, 'older', mapped, 500);
  expect(await readGraph(db, 'older')).toEqual(expectedGraph('older', mapped, PEOPLE));
  expect(await testHandler(db, PEOPLE).position('older')).toBe(mapped.length);
});

test('asking for the position while the graph is cleared writes nothing', async () => {
  const handler = testHandler(db, PEOPLE);
  await runProjection(handler, 'asked', history, 500);
  await db.query('UPDATE "asked" WITH { position: 0, clearing: true } IN projections');
  const before = await findProjection(db, 'asked');
  const [, ...positions] = await Promise.all([
    handler.handle('asked', history, watermark, 0),
    ...Array.from({ length: 20 }, () => handler.position('asked')),
  ]);

  expect(new Set(positions)).toEqual(new Set([0]));
  expect(before).toMatchObject({ clearing: true });
  expect(await findProjection(db, 'asked')).toMatchObject({ clearing: false });
});

test('an event that cannot be worked is set aside without its values, and the next one is worked', async () => {
  const handler = testHandler(db, PEOPLE);
  const [first, second, ...rest] = history;
  if (first === undefined || second === undefined) throw new Error('the story has begun');
  const broken = { ...first, event: { ...first.event, payload: '{"email":"ann@example.com"' } };
  const failure = await handler.handle('parking', [broken], watermark, 0).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SyntaxError);
  expect(await handler.park('parking', broken, new Error('cannot read "ann@example.com"'))).toBeUndefined();
  expect(await handler.park('parking', broken, failure)).toBe('restart');

  expect((await readGraph(db, 'parking'))['parked']).toEqual({
    'parking:1': {
      _key: 'parking:1',
      tenantId: 'parking',
      position: 1,
      eventId: first.eventId,
      reason: 'Error: cannot read "…"',
    },
  });
  expect(await handler.handle('parking', [second, ...rest], watermark, 1)).toBeUndefined();
  expect(await handler.position('parking')).toBe(history.length);
});

test.each([1, 500])('moves are counted without the quarantined, in batches of %i', async (batchSize) => {
  const told = tellHistory([
    { does: 'event', by: 'a1', minute: 0 },
    { does: 'event', by: 'u1', minute: 0 },
    { does: 'quarantine', profile: 'a1', begins: true },
    { does: 'event', by: 'a1', minute: 5, name: 'Added' },
    { does: 'quarantine', profile: 'u1', begins: true },
    { does: 'quarantine', profile: 'a1', begins: false },
    { does: 'event', by: 'a1', minute: 90 },
  ]);
  const counts: number[] = [];
  for (const { position } of told) {
    const tenantId = `counted-${batchSize}-${position}`;
    await runProjection(testHandler(db, PEOPLE), tenantId, told.slice(0, position), batchSize);
    const { transitions = {} } = await readGraph(db, tenantId);
    const edges = Object.values(transitions) as { readonly count: number }[];
    counts.push(edges.reduce((sum, { count }) => sum + count, 0));
  }
  // Into a session's first step, between its steps, out of its last one.
  expect(counts).toEqual([2, 4, 2, 2, 0, 3, 5]);
});

test('a name that was told before the profile lost its last identifier does not come back with it', async () => {
  const steps: readonly Step[] = [
    { does: 'event', by: 'a1', minute: 0 },
    { does: 'event', by: 'u1', minute: 0 },
    { does: 'trait', profile: 'a1', trait: 'name', value: 'Ann' },
    { does: 'move', identifier: 'a1', to: 'u1', minute: 1 },
    { does: 'move', identifier: 'a1', to: 'a1', minute: 2 },
  ];
  const told = tellHistory(steps);
  await runProjection(testHandler(db, PEOPLE), 'names', told, 500);

  const { profiles } = await readGraph(db, 'names');
  expect(profiles?.[`names:${profileId('a1')}`]).toMatchObject({ name: null });
  expect(profiles?.[`names:${profileId('u1')}`]).toMatchObject({ name: 'Ann' });
});

test('a profile keeps its place when an identifier comes and ceases in one batch', async () => {
  const told = tellHistory([
    { does: 'event', by: 'u1', minute: 0 },
    { does: 'event', by: 'a1', minute: 0 },
    { does: 'event', by: 'a1~', minute: 1 },
    { does: 'move', identifier: 'a1~', to: 'u1', minute: 2 },
    { does: 'cease', identifier: 'a1~', to: 'a1' },
  ]);
  await runProjection(testHandler(db, PEOPLE), 'remainder', told, 3);

  expect(await readGraph(db, 'remainder')).toEqual(expectedGraph('remainder', told, PEOPLE));
});
