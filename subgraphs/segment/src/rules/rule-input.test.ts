import { expect, test } from 'vitest';
import { readRuleInput } from './rule-input.ts';

test('a filter, a query of the builder and the rule itself are the same rule', () => {
  const rule = {
    and: [
      { '==': [{ var: 'traits.plan' }, 'free'] },
      {
        event_count: [
          { event: 'Order Completed', where: { '>': [{ var: 'properties.total' }, 50] }, within: '30d' },
          '>=',
          2,
        ],
      },
    ],
  };
  const filter = {
    trait: { name: 'plan', equals: 'free' },
    events: { event: 'Order Completed', where: [{ name: 'total', gt: 50 }], within: 'P30D', minimalCount: 2 },
  };
  const queryBuilder = {
    combinator: 'and',
    rules: [
      { field: 'traits.plan', operator: '=', value: 'free' },
      { field: 'event_count', operator: '=', value: rule.and[1]?.event_count },
    ],
  };
  expect([{ rule }, { filter }, { queryBuilder }].map((input) => readRuleInput('rule', input))).toMatchObject(
    [{ json: rule }, { json: rule }, { json: rule }],
  );
});

test('every part of a filter is in the rule', () => {
  const filter = {
    and: [{ inSegment: 'a' }],
    or: [{ trait: { name: 'age', gte: 18, lte: 30 } }, { trait: { name: 'vip', exists: false } }],
    not: { consentGranted: 'MARKETING' },
    hasIdentifierType: 'email',
    events: { from: 0, to: 86_400_000, maximalCount: 3 },
  };
  expect(readRuleInput('rule', { filter })).toMatchObject({
    json: {
      and: [
        { in_segment: 'a' },
        {
          or: [
            {
              and: [
                { '<=': [{ var: 'traits.age' }, 30] },
                { '>=': [{ var: 'traits.age' }, 18] },
              ].toReversed(),
            },
            { not: { exists: [{ var: 'traits.vip' }] } },
          ],
        },
        { not: { consent: ['MARKETING', 'GRANTED'] } },
        { has_identifier: 'email' },
        {
          event_count: [
            {
              event: '*',
              from: { date: '1970-01-01T00:00:00.000Z' },
              to: { date: '1970-01-02T00:00:00.000Z' },
            },
            '<=',
            3,
          ],
        },
      ],
    },
  });
});

test('conditions on events are joined, and counted where they say what is counted', () => {
  const bought = { event: 'Order Completed' };
  const events = {
    and: [{ ...bought, minimalCount: 2 }, bought],
    or: [{ event: 'Signed Up' }, { not: { event: 'Left' } }],
    not: { ...bought, maximalCount: 9 },
  };
  const joined = [
    { event_count: [bought, '>=', 2] },
    { event_count: [bought, '>=', 1] },
    {
      or: [
        { event_count: [{ event: 'Signed Up' }, '>=', 1] },
        { not: { event_count: [{ event: 'Left' }, '>=', 1] } },
      ],
    },
    { not: { event_count: [bought, '<=', 9] } },
  ];
  expect(readRuleInput('rule', { filter: { events } })).toMatchObject({ json: { and: joined } });
  expect(readRuleInput('rule', { filter: { events: { ...events, event: 'Returned' } } })).toMatchObject({
    json: { and: [...joined, { event_count: [{ event: 'Returned' }, '>=', 1] }] },
  });
});

test.each([
  [{}, 'InvalidInput'],
  [{ rule: { in_segment: 'a' }, filter: { inSegment: 'a' } }, 'InvalidInput'],
  [{ filter: {} }, 'InvalidRule'],
  [{ filter: { events: { within: 'P1M' } } }, 'InvalidRule'],
  [{ filter: { events: { within: 'P' } } }, 'InvalidRule'],
])('%j is refused', (input, kind) => {
  expect(readRuleInput('rule', input)).toMatchObject({ kind });
});
