import { expect, test } from 'vitest';
import { requireRule } from '../rule/read/read-rule.ts';
import { describeRule } from './describe-rule.ts';

test.each([
  [{ '==': [{ var: 'traits.plan' }, 'pro'] }, 'The trait "plan" is "pro".'],
  [{ '!=': [{ var: 'computed.score' }, 3] }, 'The computed trait "score" is there and not 3.'],
  [
    { event_count: [{ event: 'Order Completed', within: '30d' }, '>=', 3] },
    'The event "Order Completed" happened at least 3 times within the last 30 days.',
  ],
  [
    { event_count: [{ event: 'Order Completed', within: '30d' }, '>=', 1] },
    'The event "Order Completed" happened at least once within the last 30 days.',
  ],
  [
    { event_count: [{ event: 'Order Completed', within: '30d' }, '==', 0] },
    'The event "Order Completed" never happened within the last 30 days.',
  ],
  [
    { event_sum: [{ event: 'Order Completed', property: 'total' }, '>', 500] },
    'The sum of "total" over the event "Order Completed" is more than 500.',
  ],
  [
    { and: [{ has_identifier: 'email' }, { not: { consent: ['MARKETING', 'GRANTED'] } }] },
    'The profile has at least 1 identifier of type "email" and it is not so that consent to "MARKETING" is granted.',
  ],
  [
    { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }], within: '1h' } },
    'The event "A", then later the event "B" happened in this order within the last 1 hour.',
  ],
  [
    {
      trait_changed: {
        trait: 'plan',
        was: null,
        became: 'pro',
        calendar: { unit: 'week', back: 1, zone: 'Europe/Berlin' },
      },
    },
    'The trait "plan" changed from missing to "pro" this week or the week before (Europe/Berlin).',
  ],
  [
    {
      or: [
        { in_list: 'vip' },
        { and: [{ in_segment: 'new' }, { now: ['>=', { date: '2026-12-01', zone: 'UTC' }] }] },
      ],
    },
    'The profile is in the list "vip" or (the profile is in the segment "new" and now is at or after the beginning of 2026-12-01 in UTC).',
  ],
  [
    { event_count: [{ event: '*', where: { not: { in: [{ var: 'properties.x' }, [1, 2]] } } }, '<', 2] },
    'Any event where not ("x" is one of 1, 2) happened less than 2 times.',
  ],
  [
    { '<': [{ var: 'traits.trialEndsAt' }, { now: '+7d' }] },
    'The trait "trialEndsAt" is before 7 days from now.',
  ],
])('%j reads as a sentence', (json, sentence) => {
  expect(describeRule(requireRule(json))).toBe(sentence);
});
