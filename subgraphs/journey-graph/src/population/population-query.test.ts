import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { touchesAndConversions } from '../attribution/attribution-service.ts';
import { funnelQuery } from '../funnels/funnel-service.ts';
import { conversionPaths } from '../paths/conversion-path-service.ts';
import { sankeyQuery, topPathsQuery } from '../paths/path-queries.ts';
import { movesOfProfiles, movesOfSessions } from '../predictions/move-counts.ts';
import { similarJourneys } from '../predictions/prediction-service.ts';
import { churnDropOff, cohortsByAnyStep, cohortsByStep } from '../retention/retention-service.ts';
import type { PopulationQuery } from './population-query.ts';

const range = { from: 0, to: 1 };
const shape = { ...range, collapse: true, start: null, end: null, exclude: [] };
const topPaths = { ...shape, maxLength: 20, goal: 'buy', first: 10 };
const steps = { ...range, until: 2, names: ['A', 'B'], entries: [0] };
const weeks = { ...range, weeks: [0, 1], calendar: true, returnStep: null };
const conversions = {
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

const sessions = ['sessions/by_profile'];
const events = ['events/by_profile'];
const profiles = ['profiles/primary'];

/** Every question about more than one person: its query, what it is bound to, what it reads after the members. */
const questions: readonly (readonly [string, PopulationQuery, object, readonly string[]])[] = [
  ['top paths of sessions', topPathsQuery.SESSION, topPaths, sessions],
  ['top paths of profiles', topPathsQuery.PROFILE, topPaths, sessions],
  ['a sankey of sessions', sankeyQuery.SESSION, { ...shape, maxDepth: 5 }, sessions],
  ['a sankey of profiles', sankeyQuery.PROFILE, { ...shape, maxDepth: 5 }, sessions],
  ['an ordered funnel', funnelQuery.ORDERED, steps, events],
  ['a strict funnel', funnelQuery.STRICT, steps, sessions],
  ['attribution', touchesAndConversions, { since: 0, to: 1, goal: 'buy' }, sessions],
  ['paths to conversion', conversionPaths, conversions, events],
  ['cohorts by any step', cohortsByAnyStep, weeks, [...profiles, ...events]],
  ['cohorts by a step', cohortsByStep, { ...weeks, cohortStep: 'A' }, [...events, ...events]],
  [
    'churn',
    churnDropOff,
    { from: 0, asOf: 1, silentSince: 0, first: 9 },
    [...profiles, ...sessions, ...sessions],
  ],
  ['moves of sessions', movesOfSessions, { ...range, limit: 9 }, sessions],
  ['moves of profiles', movesOfProfiles, { ...range, limit: 9 }, sessions],
];

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const readsOfMembers = async (query: PopulationQuery, parameters: object) => {
  const { scans, indexes } = await readsOf(store.db, query.members, { ...parameters, segmentId: 's' });
  return { scans, indexes };
};

describe('about the members of a segment', () => {
  it.each(questions)(
    '%s begin with them and read what is theirs by an index',
    async (_name, query, parameters, then) => {
      expect(await readsOfMembers(query, parameters)).toEqual({
        scans: [],
        indexes: ['quarantines/by_profile', 'memberships/by_segment', ...then],
      });
    },
  );

  it('similar journeys are looked for among them', async () => {
    expect(await readsOfMembers(similarJourneys, { key: 'acme:me', least: 0.5, first: 9 })).toEqual({
      scans: [],
      indexes: ['profiles/primary', 'quarantines/by_profile', 'memberships/by_segment', 'profiles/primary'],
    });
  });
});
