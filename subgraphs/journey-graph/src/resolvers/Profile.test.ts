import { readAuthorizationTable } from '@customer360/authorization';
import { supergraphSdl } from '@customer360/schema';
import { createLogger, type Viewer } from '@customer360/service';
import { createCursors, createSubgraphSchema } from '@customer360/subgraph';
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedIdentities } from '../../test/seed-identities.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { agent, analyst, stranger } from '../../test/viewers.ts';
import { createEngagementService } from '../engagement/engagement-service.ts';
import { createEventLoader } from '../events/event-loader.ts';
import { createEventService } from '../events/event-service.ts';
import { createIdentityGraphService } from '../identity-graph/identity-graph-service.ts';
import { createInfluenceService } from '../influence/influence-service.ts';
import { createJourneyService } from '../journeys/journey-service.ts';
import { createPredictionService } from '../predictions/prediction-service.ts';
import { createProfileSearchService } from '../profile-search/profile-search-service.ts';
import { createSessionService } from '../timeline/session-service.ts';
import { resolvers } from './index.ts';

const may = Date.UTC(2026, 4);
let store: TestStore;

beforeAll(async () => {
  store = await openStore();
  const events = [
    { profileId: 'jane', at: may, step: 'A', channel: 'email', campaign: 'c' },
    { profileId: 'jane', at: may + 1_000, step: 'Buy', value: 500 },
    { profileId: 'john', at: may + 1_000, step: 'A' },
  ];
  await seedJourneys(store.db, 'acme', events, ['Buy']);
  const links = ['email.1-user_id.1'];
  await seedIdentities(store.db, 'acme', { profileId: 'jane', identifiers: ['email.1', 'user_id.1'], links });
});
afterAll(() => store.close());

const schema = createSubgraphSchema({
  name: 'journey-graph',
  resolvers,
  table: readAuthorizationTable(supergraphSdl()),
  logger: createLogger({ name: 'test', level: 'silent' }),
});

/** Profiles are shown to who may read them. */
const reader = (viewer: Viewer): Viewer => ({
  ...viewer,
  scopes: new Set([...viewer.scopes, 'profile:read']),
});

function ask(source: string, viewer: Viewer = reader(analyst('acme'))) {
  const queries = store.queries(viewer.tenantId);
  const cursors = createCursors(viewer.tenantId);
  const common = { queries, viewer, cursors, firstConversionStep: async () => 'Buy', now: () => may + 5_000 };
  const events = createEventService({ ...common, loader: createEventLoader(queries) });
  const values = { load: async () => ({ type: 'email', value: 'jane@example.com' }) };
  const contextValue = {
    viewer,
    events,
    sessions: createSessionService({ ...common, events }),
    journeys: createJourneyService({ ...common, events }),
    identityGraph: createIdentityGraphService({ ...common, values }),
    predictions: createPredictionService(common),
    influence: createInfluenceService(common),
    engagement: createEngagementService(common),
    profileSearch: createProfileSearchService(common),
  };
  return graphql({ schema, source, contextValue });
}

const ofJane = (selection: string) =>
  `{ _entities(representations: [{ __typename: "Profile", id: "jane" }]) { ... on Profile { ${selection} } } }`;

it('a profile answers everything about its journey in one request', async () => {
  const { data, errors } = await ask(
    ofJane(`
      events(first: 1, filter: { types: [TRACK] }) {
        nodes { id type event step timestamp receivedAt position sourceId properties value profile { id } }
        pageInfo { hasNextPage }
      }
      timeline { nodes { startedAt endedAt duration channel campaign touchpointCount value
        touchpoints { nodes { step } } } }
      journeys { nodes { converted conversion { step } value touchpointCount sessionCount cut
        touches { channel campaign at event { step } } } }
      identityGraph { truncated nodes { id type value degree hub } edges { source target kind rule at evidence { id } } }
      nextBestSteps(minSupport: 1, step: "A") { step visits endProbability steps { step score } }
      similarJourneys(minSimilarity: 0.1) { profile { id } similarity converted differentMoves { from to } }
      influence { profiles value influence levels { level sample { id } } }`),
  );
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toMatchObject([
    {
      events: {
        nodes: [
          { type: 'TRACK', step: 'Buy', timestamp: '2026-05-01T00:00:01.000Z', profile: { id: 'jane' } },
        ],
        pageInfo: { hasNextPage: true },
      },
      timeline: {
        nodes: [{ duration: 'PT1S', value: 500, touchpoints: { nodes: [{ step: 'A' }, { step: 'Buy' }] } }],
      },
      journeys: {
        nodes: [{ conversion: { step: 'Buy' }, touches: [{ channel: 'email', event: { step: 'A' } }] }],
      },
      identityGraph: {
        nodes: [{ value: 'j***@example.com' }, { type: 'user_id' }],
        edges: [{ kind: 'OBSERVED', evidence: null }],
      },
      nextBestSteps: { visits: 2, endProbability: 0.5, steps: [{ step: 'Buy', score: 0.5 }] },
      similarJourneys: [{ profile: { id: 'john' }, similarity: 0.5, converted: false, differentMoves: [] }],
      influence: { profiles: 0, value: 0, influence: 0, levels: [] },
    },
  ]);
});

it('questions by id, by name and by time answer too', async () => {
  const id = '00000000-0000-8000-8000-000000000001';
  const { data, errors } = await ask(
    `{ event(id: "${id}") { id profile { id } }
      whyLinked(a: "email.1", b: "user_id.1") { linked paths { hops nodes { id value } edges { rule } } }
      engagement(profileId: "jane", from: "2026-05-01T00:00:00Z", to: "2026-05-02T00:00:00Z") {
        nodes { at touchpoints value channels event { step } } }
      findProfilesByName(name: "jane") { name profile { id } } }`,
    reader(agent('acme')),
  );
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    event: { id, profile: { id: 'jane' } },
    whyLinked: { linked: true, paths: [{ hops: 1, nodes: [{ value: 'jane@example.com' }, {}] }] },
    engagement: { nodes: [{ event: { step: 'A' } }, { touchpoints: 2, value: 500, channels: 1 }] },
    findProfilesByName: [],
  });
});

it('an argument out of range is refused with its name and limit, a viewer without scope with nothing', async () => {
  const { errors } = await ask(ofJane('events(first: 1000) { nodes { id } }'));
  expect(errors).toMatchObject([
    { message: 'first must be 1 to 100.', extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  const unscoped = await ask(ofJane('journeys { nodes { id } }'), stranger('acme'));
  expect(unscoped.errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
});
