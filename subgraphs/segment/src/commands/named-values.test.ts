import { readRule, type Json } from '@customer360/segment-rules';
import { describe, expect, it } from 'vitest';
import { loggedRuleCommand } from './rule-command.ts';
import { takeValues } from './named-values.ts';

const email = { type: 'email', value: 'jane@example.com' };
const phone = { type: 'phone', value: '+491701234567' };
const note = { var: 'properties.note' };

describe('values of identifiers', () => {
  it.each<[string, Json, Json, readonly object[]]>([
    [
      'an e-mail address',
      { '==': [{ var: 'traits.email' }, 'jane@example.com'] },
      { '==': [{ var: 'traits.email' }, { identifier: 0 }] },
      [email],
    ],
    [
      'a user id of the trait id',
      { '!=': [{ var: 'traits.id' }, 'u-1'] },
      { '!=': [{ var: 'traits.id' }, { identifier: 0 }] },
      [{ type: 'user_id', value: 'u-1' }],
    ],
    [
      'several, each once',
      { in: [{ var: 'traits.nickname' }, ['jane@example.com', 'jane', '+491701234567', 'jane@example.com']] },
      { in: [{ var: 'traits.nickname' }, [{ identifier: 0 }, 'jane', { identifier: 1 }, { identifier: 0 }]] },
      [email, phone],
    ],
    [
      'in conditions on events',
      {
        event_last: [
          { event: 'A', property: 'to', where: { '==': [note, '+491701234567'] } },
          '==',
          'jane@example.com',
        ],
      },
      {
        event_last: [
          { event: 'A', property: 'to', where: { '==': [note, { identifier: 0 }] } },
          '==',
          { identifier: 1 },
        ],
      },
      [phone, email],
    ],
    [
      'before and after a change',
      { not: { trait_changed: { trait: 'id', was: 'u-1', became: 'jane@example.com', within: '1d' } } },
      {
        not: {
          trait_changed: { trait: 'id', was: { identifier: 0 }, became: { identifier: 1 }, within: '1d' },
        },
      },
      [
        { type: 'user_id', value: 'u-1' },
        { type: 'user_id', value: 'jane@example.com' },
      ],
    ],
  ])('are taken out: %s', (_what, rule, left, identifiers) => {
    expect(readRule(rule).faults).toBeNull();
    expect(takeValues(rule, {})).toEqual({ rule: left, identifiers });
  });

  it.each<Json>([
    { '==': [{ var: 'traits.plan' }, 'u-1'] },
    { '==': [{ var: 'traits.email' }, 'Jane@Example.com'] },
    { ends_with: [{ var: 'traits.email' }, '@example.com'] },
    { exists: [{ var: 'traits.jane@example.com' }] },
    { event_count: [{ event: 'jane@example.com' }, '>=', 1] },
    { consent: ['MARKETING', 'GRANTED'] },
    { now: ['>=', { date: '2026-01-01T00:00:00Z' }] },
  ])('stay where the dictionary has none, or not so: %j', (rule) => {
    expect(readRule(rule).faults).toBeNull();
    expect(takeValues(rule, {})).toEqual({ rule, identifiers: [] });
  });
});

it('what texts of a command mention all the same is indexed', () => {
  const rule = { and: [{ '==': [note, 'Jane@Example.com'] }, { contains: [note, 'call +49 170 1234567'] }] };
  const command = { command: 'createSegment', name: 'Like bob@example.com', description: null, rule };
  expect(loggedRuleCommand(command, {})).toEqual({
    command,
    identifiers: [],
    mentions: [{ type: 'email', value: 'bob@example.com' }, email, phone],
  });
});
