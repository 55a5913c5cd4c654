import { afterAll, beforeAll, expect, test } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import {
  churnDropOff,
  cohortsByAnyStep,
  cohortsByStep,
  createRetentionService,
  type RetentionService,
} from './retention-service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function serviceOf(tenantId: string, viewer = analyst(tenantId)): RetentionService {
  return createRetentionService({ queries: store.queries(tenantId), viewer, now: () => 100 * DAY });
}

const refused = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

test('in the weeks of both changes of clocks, local midnight decides', async () => {
  // Monday begins at 23:00Z before the spring change in Berlin, at 22:00Z after it, and at 23:00Z again in autumn.
  const events = [
    { profileId: 'spring', at: at('2024-03-26T12:00:00Z'), step: 'A' },
    { profileId: 'spring', at: at('2024-03-31T21:59:59Z'), step: 'A' },
    { profileId: 'later', at: at('2024-03-26T12:00:00Z'), step: 'A' },
    { profileId: 'later', at: at('2024-03-31T22:00:00Z'), step: 'A' },
    { profileId: 'autumn', at: at('2024-10-22T12:00:00Z'), step: 'A' },
    { profileId: 'autumn', at: at('2024-10-27T22:59:59Z'), step: 'A' },
  ];
  await seedJourneys(store.db, 'clocks', events, ['buy']);
  const { cohorts: found } = await serviceOf('clocks').cohortRetention({
    from: at('2024-01-01T00:00:00Z'),
    to: at('2024-11-04T12:00:00Z'),
    timeZone: 'Europe/Berlin',
  });
  expect(found.map(({ week, size, active }) => [week, size, ...active.slice(0, 2)])).toEqual([
    ['2024-03-25', 2, 2, 1],
    ['2024-10-21', 1, 1, 0],
  ]);
});

test.each([
  ['the first instant of a week after the spring change', '2024-01-01', '2024-03-31T22:00:00Z', '2024-04-01'],
  ['the last hour of a week after the spring change', '2024-01-01', '2024-03-31T21:59:59Z', '2024-03-25'],
  ['the first instant of a week after the autumn change', '2024-07-01', '2024-10-27T23:00:00Z', '2024-10-28'],
  ['the last hour of a week after the autumn change', '2024-07-01', '2024-10-27T22:59:59Z', '2024-10-21'],
])('a profile that begins in %s is in its week', async (_when, from, first, monday) => {
  const tenantId = `week-${monday}-${from}`;
  await seedJourneys(store.db, tenantId, [{ profileId: 'p', at: at(first), step: 'A' }], ['buy']);
  const range = { from: at(`${from}T00:00:00Z`), to: at('2024-12-31T00:00:00Z') };
  const { cohorts: found } = await serviceOf(tenantId).cohortRetention({
    ...range,
    timeZone: 'Europe/Berlin',
  });
  expect(found.map(({ week, active }) => [week, active[0]])).toEqual([[monday, 1]]);
});

test('the first event counts in the whole history, not in the range', async () => {
  const events = [
    { profileId: 'old', at: 0, step: 'A' },
    { profileId: 'old', at: 10 * DAY, step: 'A' },
    { profileId: 'new', at: 10 * DAY, step: 'A' },
  ];
  await seedJourneys(store.db, 'old', events, ['buy']);
  for (const cohortStep of [null, 'A']) {
    const { profiles } = await serviceOf('old').cohortRetention({ from: 5 * DAY, to: 90 * DAY, cohortStep });
    expect(profiles).toBe(1);
  }
});

test('churn looks from now when no moment is given', async () => {
  const events = [
    { profileId: 'silent', at: 69 * DAY, step: 'A', channel: 'email' },
    { profileId: 'awake', at: 70 * DAY, step: 'A' },
  ];
  await seedJourneys(store.db, 'now', events, ['buy']);
  expect(await serviceOf('now').churnDropOff({ from: 0 })).toEqual({
    profiles: 2,
    churned: 1,
    groups: 1,
    rows: [{ step: 'A', channel: 'email', churned: 1, meanTouchpoints: 1 }],
  });
});

test('as of an earlier time a profile has only what it had done by then', async () => {
  const events = [
    { profileId: 'p', at: 0, step: 'A' },
    { profileId: 'p', at: 1, step: 'B' },
    { profileId: 'p', at: 50 * DAY, step: 'C' },
  ];
  await seedJourneys(store.db, 'earlier', events, ['buy']);
  const { rows } = await serviceOf('earlier').churnDropOff({ from: 0, asOf: 50 * DAY });
  expect(rows).toEqual([{ step: 'B', channel: null, churned: 1, meanTouchpoints: 2 }]);
});

test('names that look like code are found literally, and two tenants never see each other', async () => {
  const name = "`' //\n@cohortStep";
  await seedJourneys(store.db, 'one', [{ profileId: 'p', at: 0, step: name, channel: name }], ['buy']);
  await seedJourneys(store.db, 'two', [{ profileId: 'p', at: 0, step: 'A' }], ['buy']);
  const range = { from: 0, to: 90 * DAY };
  const steps = { cohortStep: name, returnStep: name };
  expect((await serviceOf('one').cohortRetention({ ...range, ...steps })).profiles).toBe(1);
  expect((await serviceOf('two').cohortRetention({ ...range, ...steps })).profiles).toBe(0);
  expect((await serviceOf('two').cohortRetention(range)).profiles).toBe(1);
  const { rows } = await serviceOf('one').churnDropOff({ from: 0 });
  expect(rows).toMatchObject([{ step: name, channel: name }]);
});

test('nothing in the range is an answer of zeros', async () => {
  const service = serviceOf('empty');
  expect(await service.cohortRetention({ from: 0, to: DAY })).toEqual({ profiles: 0, cohorts: [] });
  expect(await service.churnDropOff({ from: 0 })).toEqual({ profiles: 0, churned: 0, groups: 0, rows: [] });
});

test('what is out of its limits is refused by its name', async () => {
  const service = serviceOf('refused');
  const range = { from: 0, to: DAY };
  const cases = [
    [service.cohortRetention({ from: DAY, to: 0 }), 'to must be after from'],
    [service.cohortRetention({ ...range, timeZone: 'Nowhere/City' }), 'timeZone'],
    [service.cohortRetention({ ...range, cohortStep: '' }), 'cohortStep must not be empty'],
    [service.cohortRetention({ ...range, returnStep: '' }), 'returnStep must not be empty'],
    [service.churnDropOff({ from: 100 * DAY }), 'asOf must be after from'],
    [service.churnDropOff({ from: 0, inactive: HOUR - 1 }), 'inactive must be 1 hour to 3,660 days'],
    [service.churnDropOff({ from: 0, first: 201 }), 'first must be 1 to 200'],
  ] as const;
  for (const [asking, text] of cases) await expect(asking).rejects.toThrow(refused('BAD_USER_INPUT', text));
});

test('who may not read journeys is refused before the arguments are looked at', async () => {
  const service = serviceOf('scopes', stranger('scopes'));
  const forbidden = refused('FORBIDDEN', 'journey:read');
  await expect(service.cohortRetention({ from: 1, to: 0 })).rejects.toThrow(forbidden);
  await expect(service.churnDropOff({ from: 100 * DAY })).rejects.toThrow(forbidden);
});

test('profiles, sessions and events are read by indexes of the tenant', async () => {
  const weeks = [0, 7 * DAY];
  const parameters = { from: 0, to: 1, weeks, calendar: true, returnStep: null };
  expect(await readsOf(store.db, cohortsByAnyStep.everybody, parameters)).toMatchObject({
    scans: [],
    indexes: ['quarantines/by_profile', 'profiles/by_first', 'events/by_profile'],
  });
  const byStep = { ...parameters, cohortStep: 'A' };
  expect(await readsOf(store.db, cohortsByStep.everybody, byStep)).toMatchObject({
    scans: [],
    indexes: ['quarantines/by_profile', 'events/by_step', 'events/by_profile'],
  });
  const churn = { from: 0, asOf: 1, silentSince: 0, first: 10 };
  expect(await readsOf(store.db, churnDropOff.everybody, churn)).toMatchObject({
    scans: [],
    indexes: expect.arrayContaining(['sessions/by_profile']),
  });
});
