import { configurationSchemas, defaultJourneyMapping, type JourneyMapping } from '@customer360/event-log';
import { expect, test } from 'vitest';
import { firstConversionStepOf, parseMapping } from './tenant-mapping.ts';
import { conversionSteps, readTouchpoint } from './read-touchpoint.ts';

const mappingOf = (mapping: object): JourneyMapping => configurationSchemas.journeys.parse(mapping);
const order = { kind: 'track', eventName: 'Order Completed' } as const;
const viewed = { kind: 'track', eventName: 'Product Viewed' } as const;

test('without a mapping a step is the event name, a campaign names channel and campaign, and orders have value', () => {
  const payload = {
    properties: { revenue: 19.99 },
    context: { campaign: { medium: 'email', name: 'spring' } },
  };
  expect(readTouchpoint(defaultJourneyMapping, order, payload)).toEqual({
    step: 'Order Completed',
    channel: 'email',
    campaign: 'spring',
    value: 1_999,
  });
  expect(readTouchpoint(defaultJourneyMapping, viewed, payload)).toMatchObject({
    step: 'Product Viewed',
    value: 0,
  });
  expect(readTouchpoint(defaultJourneyMapping, viewed, {})).toEqual({
    step: 'Product Viewed',
    channel: null,
    campaign: null,
    value: 0,
  });
});

test('pages and screens have a step of their own, other kinds have none', () => {
  expect(readTouchpoint(defaultJourneyMapping, { kind: 'page', eventName: 'Home' }, {}).step).toBe(
    'Page Viewed',
  );
  expect(readTouchpoint(defaultJourneyMapping, { kind: 'screen', eventName: null }, {}).step).toBe(
    'Screen Viewed',
  );
  expect(
    readTouchpoint(mappingOf({ pageStep: null }), { kind: 'page', eventName: 'Home' }, {}).step,
  ).toBeNull();
  expect(readTouchpoint(mappingOf({ screenStep: 'App' }), { kind: 'screen', eventName: null }, {}).step).toBe(
    'App',
  );
  for (const kind of ['identify', 'group', 'alias'] as const) {
    expect(readTouchpoint(defaultJourneyMapping, { kind, eventName: null }, {}).step).toBeNull();
  }
});

test('steps are renamed, left out, or only those that are named', () => {
  const steps = { 'Product Viewed': 'Viewed', 'Order Completed': null };
  expect(readTouchpoint(mappingOf({ steps }), viewed, {}).step).toBe('Viewed');
  expect(readTouchpoint(mappingOf({ steps }), order, { properties: { revenue: 5 } })).toMatchObject({
    step: null,
    value: 0,
  });
  const other = { kind: 'track', eventName: 'Searched' } as const;
  expect(readTouchpoint(mappingOf({ steps }), other, {}).step).toBe('Searched');
  expect(readTouchpoint(mappingOf({ steps, onlyMapped: true }), other, {}).step).toBeNull();
});

test('names of built-in properties are names as any other', () => {
  const name = { kind: 'track', eventName: 'constructor' } as const;
  expect(readTouchpoint(mappingOf({ steps: {}, onlyMapped: true }), name, {}).step).toBeNull();
  expect(
    readTouchpoint(mappingOf({ steps: {}, channel: ['constructor.name'], channels: {} }), name, {}),
  ).toEqual({
    step: 'constructor',
    channel: null,
    campaign: null,
    value: 0,
  });
  expect(
    readTouchpoint(mappingOf({ channel: ['context.medium'], channels: {} }), name, {
      context: { medium: 'toString' },
    }),
  ).toMatchObject({ channel: 'toString' });
});

test('the first path that holds a text or number wins, and channels are renamed or left out', () => {
  const mapping = {
    channel: ['properties.channel', 'context.campaign.source'],
    channels: { fb: 'social', none: null },
    campaign: ['properties.campaign'],
  };
  const read = (properties: object, source?: string) =>
    readTouchpoint(mappingOf(mapping), viewed, { properties, context: { campaign: { source } } });
  expect(read({ channel: '', campaign: 8 }, 'fb')).toMatchObject({ channel: 'social', campaign: '8' });
  expect(read({ channel: { name: 'x' } }, 'none')).toMatchObject({ channel: null, campaign: null });
});

test('value stands on the conversion steps of the mapping, after renaming', () => {
  const mapping = {
    steps: { Subscribed: 'Bought' },
    conversions: { Bought: { value: 'properties.plan.price' }, Called: { value: null } },
  };
  const payload = { properties: { revenue: 3, plan: { price: '10.50' } } };
  expect(readTouchpoint(mappingOf(mapping), { kind: 'track', eventName: 'Subscribed' }, payload).value).toBe(
    1_050,
  );
  expect(readTouchpoint(mappingOf(mapping), { kind: 'track', eventName: 'Called' }, payload).value).toBe(0);
  expect(readTouchpoint(mappingOf(mapping), order, payload).value).toBe(0);
  expect([...conversionSteps(mappingOf(mapping))]).toEqual(['Bought', 'Called']);
});

test('the first conversion step is the first of the mapping', () => {
  expect(firstConversionStepOf(parseMapping(null))).toBe('Order Completed');
  expect(firstConversionStepOf(mappingOf({ conversions: {} }))).toBeNull();
  expect(firstConversionStepOf(parseMapping('{"conversions":{"B":{"value":null},"A":{"value":null}}}'))).toBe(
    'B',
  );
});
