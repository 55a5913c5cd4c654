import { expect, test } from 'vitest';
import { printRule, type Json } from '../rule/print-rule.ts';
import { requireRule } from '../rule/read/read-rule.ts';
import { exportFilter } from './export-filter.ts';
import { importFilter } from './import-filter.ts';

const plan = { var: 'traits.plan' };
const bought = { event: 'A', where: { '>': [{ var: 'properties.total' }, 5] }, within: '30d' };

test.each<readonly [object, Json]>([
  [{ traits: [{ trait: 'plan', equals: 'pro' }] }, { '==': [plan, 'pro'] }],
  [{ not: { traits: [{ trait: 'plan', exists: true }] } }, { not: { exists: [plan] } }],
  [
    { or: [{ segments_contains: ['a'] }, { lists_contains: ['b'] }] },
    { or: [{ in_segment: 'a' }, { in_list: 'b' }] },
  ],
  [{ consents_contains: ['ADS'] }, { consent: ['ADS', 'GRANTED'] }],
  [
    { traits: [{ trait: 'endsAt', lessThan: { now: '+7d' } }] },
    { '<': [{ var: 'traits.endsAt' }, { now: '+7d' }] },
  ],
  [
    {
      events: {
        minimalCount: 2,
        eventFilter: { name: 'A', properties: [{ property: 'total', greaterThan: 5 }], within: '30d' },
      },
    },
    { event_count: [bought, '>=', 2] },
  ],
  [{ events: { maximalCount: 3, eventFilter: { name: 'A' } } }, { event_count: [{ event: 'A' }, '<=', 3] }],
])('%j is the rule %j, both ways', (filter, rule) => {
  expect(printRule(importFilter(filter).rule!)).toEqual(rule);
  expect(exportFilter(requireRule(rule))).toEqual(filter);
});

test('everything that a filter says must hold, and events happened at least once', () => {
  const filter = { lists_contains: ['a', 'b'], events: { eventFilter: { name: 'A' } } };
  expect(printRule(importFilter(filter).rule!)).toEqual({
    and: [{ in_list: 'a' }, { in_list: 'b' }, { event_count: [{ event: 'A' }, '>=', 1] }],
  });
});

test.each([
  [
    { event_count: [{ event: 'A' }, '!=', 2] },
    { events: { not: { minimalCount: 2, maximalCount: 2, eventFilter: { name: 'A' } } } },
  ],
  [{ event_count: [{ event: 'A' }, '<', 2] }, { events: { maximalCount: 1, eventFilter: { name: 'A' } } }],
  [{ event_count: [{ event: '*' }, '>', 2] }, { events: { minimalCount: 3, eventFilter: {} } }],
])('%j is said with counts', (rule, filter) => {
  expect(exportFilter(requireRule(rule))).toEqual(filter);
});

test.each([
  [{ has_identifier: 'email' }, 'identifiers'],
  [{ '==': [{ var: 'computed.a' }, 1] }, 'computed traits'],
  [{ event_sequence: { steps: [{ event: 'A' }, { event: 'B' }], within: '1d' } }, 'sequences'],
  [
    { event_count: [{ event: 'A', where: { not: { '==': [{ var: 'properties.a' }, 1] } } }, '>=', 1] },
    'or and not',
  ],
])('%j has no word in a filter', (rule, what) => {
  expect(() => exportFilter(requireRule(rule))).toThrow(what);
});

test.each([
  [{}, 'the rule: must say at least one condition'],
  [
    { traits: [{ trait: 'a', equals: 1, contains: 'b' }] },
    'traits[0]: must have exactly one operator, not 2',
  ],
  [{ events: { minimalCount: -1 } }, 'events.minimalCount'],
  [{ profileIDs_contains: ['x'] }, 'profileIDs_contains: unknown field profileIDs_contains'],
])('%j is refused', (filter, message) => {
  const [fault] = importFilter(filter).faults ?? [];
  expect(
    `${
      fault?.path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
        .join('')
        .slice(1) || 'the rule'
    }: ${fault?.message}`,
  ).toContain(message);
});
