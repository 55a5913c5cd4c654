import { afterAll, beforeAll, expect, test } from 'vitest';
import { readsOf } from '../../test/explain.ts';
import { openStore, type TestStore } from '../../test/open-store.ts';
import { seedJourneys } from '../../test/seed-journeys.ts';
import { analyst, stranger } from '../../test/viewers.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import {
  createAttributionService,
  touchesAndConversions,
  type AttributionArguments,
  type AttributionService,
} from './attribution-service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const question: AttributionArguments = { model: 'LINEAR', from: 0, to: 100 * DAY };

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

function serviceOf(
  tenantId: string,
  options: { readonly viewer?: ReturnType<typeof analyst>; readonly queries?: TenantQueries } = {},
): AttributionService {
  const { viewer = analyst(tenantId), queries = store.queries(tenantId) } = options;
  return createAttributionService({ queries, viewer, firstConversionStep: async () => 'buy' });
}

const refused = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

test('models over the same conversions share one read', async () => {
  await seedJourneys(
    store.db,
    'shared',
    [
      { profileId: 'p', at: 0, step: 'see', channel: 'email' },
      { profileId: 'p', at: 1, step: 'buy', value: 5 },
    ],
    ['buy'],
  );
  let reads = 0;
  const queries = store.queries('shared');
  const service = serviceOf('shared', {
    queries: {
      ...queries,
      run(query, parameters) {
        reads += 1;
        return queries.run(query, parameters);
      },
    },
  });
  const models = ['LINEAR', 'MARKOV', 'SHAPLEY'] as const;
  const answers = await Promise.all(models.map((model) => service.attribution({ ...question, model })));
  expect(answers.map(({ credits }) => credits[0]?.value)).toEqual([5, 5, 5]);
  expect(reads).toBe(1);
  await service.attribution({ ...question, lookback: DAY });
  expect(reads).toBe(2);
});

test('a conversion of value 0 counts, and credits add up to what was converted', async () => {
  await seedJourneys(
    store.db,
    'values',
    [
      { profileId: 'p', at: 0, step: 'see', channel: 'email' },
      { profileId: 'p', at: 1, step: 'see', channel: 'ads' },
      { profileId: 'p', at: 2, step: 'buy', value: 0 },
      { profileId: 'p', at: 3, step: 'buy', value: 3 },
      { profileId: 'q', at: 0, step: 'buy', value: 4 },
    ],
    ['buy'],
  );
  expect(await serviceOf('values').attribution(question)).toEqual({
    model: 'LINEAR',
    conversions: 3,
    value: 7,
    touchedConversions: 2,
    touchedValue: 3,
    touches: 4,
    longestPath: 2,
    cutPaths: 0,
    nullPaths: null,
    conversionProbability: null,
    credits: [
      { key: 'ads', value: 2, conversions: 1, removalEffect: null },
      { key: 'email', value: 1, conversions: 1, removalEffect: null },
      { key: '(none)', value: 4, conversions: 1, removalEffect: null },
    ],
  });
});

test('more than 200 touches before a conversion are cut, and the answer says so', async () => {
  const touches = Array.from({ length: 250 }, (_touch, place) => ({
    profileId: 'p',
    at: place * HOUR,
    step: 'see',
    channel: `channel ${place}`,
  }));
  const events = [...touches, { profileId: 'p', at: 250 * HOUR, step: 'buy', value: 1 }];
  await seedJourneys(store.db, 'many', events, ['buy']);
  const first = await serviceOf('many').attribution({ ...question, model: 'FIRST_TOUCH' });
  expect(first).toMatchObject({ longestPath: 200, cutPaths: 1, touches: 200 });
  expect(first.credits.find(({ value }) => value === 1)?.key).toBe('channel 0');
});

test('names that look like code are credited literally', async () => {
  const names = ['`', "' //", '@goal', 'a\nb', '"'];
  await seedJourneys(
    store.db,
    'names',
    names.flatMap((channel, place) => [
      { profileId: `p${place}`, at: 0, step: 'see', channel, campaign: channel },
      { profileId: `p${place}`, at: 1, step: "buy ' //", value: 1 },
    ]),
    ['buy'],
  );
  for (const by of ['CHANNEL', 'CAMPAIGN'] as const) {
    const { credits } = await serviceOf('names').attribution({ ...question, by, goal: "buy ' //" });
    expect(credits.map(({ key }) => key).toSorted()).toEqual(names.toSorted());
  }
});

test('nothing in the range is an answer of zeros in every model', async () => {
  for (const model of ['LINEAR', 'MARKOV'] as const) {
    const answer = await serviceOf('empty').attribution({ ...question, model });
    expect(answer).toMatchObject({ conversions: 0, value: 0, credits: [], conversionProbability: null });
  }
});

test('two tenants with the same ids never see each other', async () => {
  for (const [tenantId, channel] of [
    ['one', 'email'],
    ['two', 'ads'],
  ] as const) {
    const events = [
      { profileId: 'p', at: 0, step: 'see', channel },
      { profileId: 'p', at: 1, step: 'buy', value: 1 },
    ];
    await seedJourneys(store.db, tenantId, events, ['buy']);
  }
  const { credits } = await serviceOf('two').attribution(question);
  expect(credits.map(({ key }) => key)).toEqual(['ads']);
});

test.each([
  [{ ...question, to: 0 }, 'to must be after from'],
  [{ ...question, lookback: 999 }, 'lookback must be 1 second to 400 days'],
  [{ ...question, lookback: 401 * DAY }, 'lookback must be 1 second to 400 days'],
  [{ ...question, halfLife: 0 }, 'halfLife must be 1 second to 400 days'],
  [{ ...question, goal: '' }, 'goal must not be empty'],
])('attribution refuses %j', async (wrong, text) => {
  await expect(serviceOf('refused').attribution(wrong)).rejects.toThrow(refused('BAD_USER_INPUT', text));
});

test('who may not read journeys is refused before the arguments are looked at', async () => {
  const service = serviceOf('scopes', { viewer: stranger('scopes') });
  await expect(service.attribution({ ...question, to: 0 })).rejects.toThrow(
    refused('FORBIDDEN', 'journey:read'),
  );
});

test('sessions are read by an index of the tenant', async () => {
  expect(
    await readsOf(store.db, touchesAndConversions.everybody, { since: 0, to: 1, goal: 'buy' }),
  ).toMatchObject({
    scans: [],
    indexes: ['quarantines/by_profile', expect.stringMatching(/^sessions\/by_(start|end)$/)],
  });
});
