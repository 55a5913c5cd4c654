import { createCursors } from '@customer360/subgraph';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngagementService } from '../../src/engagement/engagement-service.ts';
import type { JourneyUnit } from '../../src/paths/path-question.ts';
import { createPredictionService } from '../../src/predictions/prediction-service.ts';
import type { Session } from '../../src/timeline/session.ts';
import { openStore, type TestStore } from '../open-store.ts';
import { seedJourneys, type SeedEvent } from '../seed-journeys.ts';
import { timelines } from '../timelines.ts';
import { analyst } from '../viewers.ts';
import { clickstream } from './data/clickstream.ts';
import { completeJourney } from './data/complete-journey.ts';
import { isRealInputAsked, isSharedPresent } from './data/csv.ts';
import { differences } from './differences.ts';
import { readJourneysFile, type Params, type WorkedCase } from './journeys-file.ts';

const SEEDING_MS = 180_000;
const ANSWER_MS = 120_000;
const file = isSharedPresent ? readJourneysFile() : { questions: [], cases: [] };
const histories: Readonly<Record<string, () => readonly SeedEvent[]>> = {
  clickstream: () => clickstream('acquisition_channel'),
  completeJourney,
};
const profilesOf = (events: readonly { readonly profileId: string }[]) => [
  ...new Set(events.map(({ profileId }) => profileId)),
];

let store: TestStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function predictions(tenantId: string) {
  const queries = store.queries(tenantId);
  const firstConversionStep = async () => null;
  return createPredictionService({ queries, viewer: analyst(tenantId), firstConversionStep, now: () => 0 });
}

/** As much of an answer as the expectation of a worked case names. */
const caseAsks: Readonly<Record<string, (tenantId: string, worked: WorkedCase) => Promise<unknown>>> = {
  async sessions(tenantId, { events, expect: expected }) {
    const sessions = await timelines(store, tenantId, profilesOf(events.map(toSeed)));
    return typeof expected === 'number' ? sessions.length : byChannel(sessions);
  },
  async engagement(tenantId, { params }) {
    const common = { queries: store.queries(tenantId), viewer: analyst(tenantId) };
    const service = createEngagementService({ ...common, cursors: createCursors(tenantId) });
    const range = { from: Date.parse(params.from), to: Date.parse(params.to) };
    const { nodes } = await service.engagement({ ...range, profileId: String(params['profile']) });
    return nodes.map(({ touchpoints }) => touchpoints);
  },
  async similarJourneys(tenantId, { params }) {
    const limits = { minSimilarity: Number(params['minSimilarity']), first: Number(params['first']) };
    const found = await predictions(tenantId).similarJourneys({ id: String(params['profile']) }, limits);
    return found.map(({ profile, similarity }) => [profile.id, similarity]);
  },
};

const toSeed = ({ profile, ts, valueCents = 0, ...event }: WorkedCase['events'][number]): SeedEvent => ({
  ...event,
  profileId: profile,
  at: ts,
  value: valueCents,
});

const cases = file.cases.filter(({ ask }) => ask in caseAsks);

describe.skipIf(!isSharedPresent)('worked cases of one profile (skipped: data absent)', () => {
  test.each(cases.map((worked, place) => ({ worked, tenantId: `case-${place}` })))(
    '$worked.ask: $worked.name',
    async ({ worked, tenantId }) => {
      await seedJourneys(store.db, tenantId, worked.events.map(toSeed), []);
      const actual = await caseAsks[worked.ask]?.(tenantId, worked);
      expect(differences(actual, worked.expect)).toEqual([]);
    },
  );
});

describe.skipIf(!isRealInputAsked)(
  'questions of one profile about the public data (with REAL_INPUT=1 and the data)',
  () => {
    const profiles: Record<string, readonly string[]> = {};
    beforeAll(async () => {
      for (const [data, history] of Object.entries(histories)) {
        const events = history();
        profiles[data] = profilesOf(events);
        await seedJourneys(store.db, data.toLowerCase(), events, ['purchase', 'Order Completed']);
      }
    }, SEEDING_MS);

    test.each(file.questions.filter(({ ask }) => ask === 'nextBestSteps'))(
      '$id: $ask',
      async ({ data, params, expected }) => {
        const { step: _step, steps, ...totals } = await nextBestSteps(data.toLowerCase(), params);
        expect(differences({ ...totals, rows: steps }, expected)).toEqual([]);
      },
      ANSWER_MS,
    );

    test.each(file.questions.filter(({ ask }) => ask === 'sessions'))(
      '$id: $ask',
      async ({ data, expected }) => {
        const sessions = await timelines(store, data.toLowerCase(), profiles[data] ?? []);
        // How often each step occurs says nothing of sessions.
        const { steps: _steps, ...of } = Object(expected);
        expect(differences({ profiles: profiles[data]?.length, ...totalsOf(sessions) }, of)).toEqual([]);
      },
      ANSWER_MS,
    );
  },
);

function nextBestSteps(tenantId: string, params: Params) {
  return predictions(tenantId).nextBestSteps(
    { id: 'anybody' },
    {
      step: String(params['state']),
      goal: String(params['goal']),
      horizon: Number(params['horizon']),
      minSupport: Number(params['minSupport']),
      first: Number(params['first']),
      unit: params['unit'] === 'PROFILE' ? 'PROFILE' : ('SESSION' satisfies JourneyUnit),
      from: Date.parse(params.from),
      to: Date.parse(params.to),
    },
  );
}

function byChannel(sessions: readonly Session[]): Readonly<Record<string, number>> {
  const counted = Map.groupBy(sessions, ({ channel }) => channel ?? '(none)');
  return Object.fromEntries([...counted].map(([channel, own]) => [channel, own.length]));
}

function totalsOf(sessions: readonly Session[]) {
  const events = sessions.map(({ touchpointCount }) => touchpointCount).toSorted((a, b) => a - b);
  const middle = Math.floor(events.length / 2);
  const durations = sessions.map(({ duration }) => duration);
  const day = (at: number) => Math.floor(at / 86_400_000);
  return {
    events: sum(events),
    sessions: sessions.length,
    medianEvents: ((events[middle] ?? 0) + (events.at(-middle - 1) ?? 0)) / 2,
    maxEvents: events.at(-1),
    totalDurationMs: sum(durations),
    maxDurationMs: Math.max(...durations),
    crossingMidnightUtc: sessions.filter((one) => day(one.startedAt) !== day(one.endedAt)).length,
    sameInstantAsPrevious: sum(
      sessions.map(({ places }) => places.filter(({ at }, i) => at === places[i - 1]?.at).length),
    ),
    byChannel: byChannel(sessions),
    valueCents: sum(sessions.map(({ value }) => value)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
