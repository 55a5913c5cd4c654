import { expect, test } from 'vitest';
import { configurationEntries, configurationFile } from './configuration.ts';
import { defaultJourneyMapping, journeyMapping } from './journey-mapping.ts';

test('without settings every event is its own step, and orders convert', () => {
  expect(defaultJourneyMapping).toEqual({
    steps: {},
    onlyMapped: false,
    pageStep: 'Page Viewed',
    screenStep: 'Screen Viewed',
    channel: ['context.campaign.medium'],
    channels: {},
    campaign: ['context.campaign.name'],
    conversions: { 'Order Completed': { value: 'properties.revenue' } },
    referral: { event: 'Referral', property: 'properties.referred_user_id', type: 'user_id' },
  });
});

test('what a tenant sets stands, what it leaves out is the default, and null says that there is none', () => {
  const journeys = {
    steps: { 'Product Viewed': 'Look', Heartbeat: null },
    onlyMapped: true,
    pageStep: null,
    channels: { cpc: 'Paid', internal: null },
    conversions: { Signup: { value: null } },
    referral: null,
  };
  const { data } = configurationFile.safeParse({ journeys });
  expect(data).toEqual({ journeys: { ...defaultJourneyMapping, ...journeys } });
  const [entry, ...others] = configurationEntries(data ?? {}, { now: 5, newId: () => 'id-1' });
  expect([JSON.parse(entry?.payload ?? ''), others]).toEqual([
    { configuration: 'journeys', value: { ...defaultJourneyMapping, ...journeys } },
    [],
  ]);
});

const names = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [`e${place}`, null]));

test.each([
  ['an unknown setting', { step: {} }, 'step'],
  ['an empty step', { steps: { a: '' } }, 'steps.a'],
  ['a name of 201 characters', { pageStep: 'x'.repeat(201) }, 'pageStep'],
  ['a path of 201 characters', { campaign: ['x'.repeat(201)] }, 'campaign.0'],
  ['a path without names', { channel: ['context..medium'] }, 'channel.0'],
  ['no path', { channel: [] }, 'channel'],
  ['eleven paths', { channel: Array.from({ length: 11 }, () => 'a.b') }, 'channel'],
  ['1,001 steps', { steps: names(1_001) }, 'steps'],
  ['a conversion that says nothing of its value', { conversions: { a: {} } }, 'conversions.a.value'],
  ['a referral without a type', { referral: { event: 'a', property: 'b' } }, 'referral.type'],
])('%s is refused by its place', (_what, journeys, place) => {
  const { error } = journeyMapping.safeParse(journeys);
  const issue = error?.issues[0];
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  expect([...(issue?.path ?? []), ...keys].join('.')).toBe(place);
});

test('1,000 steps are taken', () => {
  expect(journeyMapping.safeParse({ steps: names(1_000) }).success).toBe(true);
});
