import { expect, test } from 'vitest';
import { printRule } from '../print-rule.ts';
import { printPath } from '../rule-fault.ts';
import { readRule, requireRule } from './read-rule.ts';

const count = (fields: object, n: unknown = 1) => ({ event_count: [{ event: 'A', ...fields }, '>=', n] });

function faultsOf(json: unknown): readonly string[] {
  return (readRule(json).faults ?? []).map(({ path, code }) => `${printPath(path)} ${code}`);
}

test.each([
  ['an unknown operator', { xor: [] }, 'xor UNKNOWN_OPERATOR'],
  ['a name of JavaScript', { constructor: [] }, 'constructor NOT_JSON'],
  ['an inherited name', { toString: [] }, 'toString UNKNOWN_OPERATOR'],
  ['two operators', { and: [], or: [] }, 'the rule WRONG_TYPE'],
  ['nothing to join', { and: [] }, 'and WRONG_TYPE'],
  ['no object', 'x', 'the rule WRONG_TYPE'],
  ['an unknown field', count({ till: 1 }), 'event_count[0].till UNKNOWN_FIELD'],
  [
    'an unknown field of a condition below',
    { or: [count({}), count({ till: 1 })] },
    'or[1].event_count[0].till UNKNOWN_FIELD',
  ],
  ['a missing event', { event_count: [{}, '>=', 1] }, 'event_count[0].event MISSING'],
  ['a count above 1,000', count({}, 1_001), 'event_count[2] OUT_OF_RANGE'],
  ['a count below 0', count({}, -1), 'event_count[2] OUT_OF_RANGE'],
  ['half an event', count({}, 0.5), 'event_count[2] WRONG_TYPE'],
  ['a window of 0', count({ within: '0d' }), 'event_count[0].within OUT_OF_RANGE'],
  ['a window of 100 years', count({ within: '36500d' }), 'event_count[0].within OUT_OF_RANGE'],
  ['a negative window', count({ within: '-1d' }), 'event_count[0].within WRONG_TYPE'],
  ['a sliding month', count({ within: '1mo' }), 'event_count[0].within REFUSED'],
  ['a sliding year', count({ within: '2years' }), 'event_count[0].within REFUSED'],
  [
    'two windows',
    count({ within: '1d', from: { date: '2026-01-01', zone: 'UTC' } }),
    'event_count[0] REFUSED',
  ],
  [
    'a range that ends before it begins',
    count({ from: { date: '2026-01-02', zone: 'UTC' }, to: { date: '2026-01-01', zone: 'UTC' } }),
    'event_count[0].to OUT_OF_RANGE',
  ],
  [
    'a day that is none',
    count({ from: { date: '2026-02-29', zone: 'UTC' } }),
    'event_count[0].from.date BAD_DATE',
  ],
  [
    'an instant that is none',
    count({ from: { date: '2026-02-30T00:00:00Z' } }),
    'event_count[0].from.date BAD_DATE',
  ],
  ['a date without a zone', count({ from: { date: '2026-02-01' } }), 'event_count[0].from.date BAD_DATE'],
  [
    'a zone that is none',
    count({ from: { date: '2026-02-01', zone: 'Mars' } }),
    'event_count[0].from.zone BAD_ZONE',
  ],
  [
    'an offset for a zone',
    count({ calendar: { unit: 'day', back: 1, zone: '+02:00' } }),
    'event_count[0].calendar.zone BAD_ZONE',
  ],
  [
    'a calendar year',
    count({ calendar: { unit: 'year', back: 1, zone: 'UTC' } }),
    'event_count[0].calendar.unit OUT_OF_RANGE',
  ],
  [
    '200 months back',
    count({ calendar: { unit: 'month', back: 200, zone: 'UTC' } }),
    'event_count[0].calendar.back OUT_OF_RANGE',
  ],
  ['an order of texts', { '<': [{ var: 'traits.a' }, 'b'] }, '<[1] NOT_COMPARABLE'],
  ['an order of booleans', { '>': [{ var: 'traits.a' }, true] }, '>[1] NOT_COMPARABLE'],
  ['equality with an object', { '==': [{ var: 'traits.a' }, {}] }, '==[1] NOT_COMPARABLE'],
  ['equality with nothing', { '==': [{ var: 'traits.a' }, null] }, '==[1] NOT_COMPARABLE'],
  ['a property outside of where', { '==': [{ var: 'properties.a' }, 1] }, '==[0].var UNKNOWN_FIELD'],
  [
    'a trait inside of where',
    count({ where: { '==': [{ var: 'traits.a' }, 1] } }),
    'event_count[0].where.==[0].var UNKNOWN_FIELD',
  ],
  [
    'now inside of where',
    count({ where: { '<': [{ var: 'properties.a' }, { now: '-1d' }] } }),
    'event_count[0].where.<[1] REFUSED',
  ],
  ['mixed types of in', { in: [{ var: 'traits.a' }, ['a', 1]] }, 'in[1][1] WRONG_TYPE'],
  [
    'a sum compared with a text',
    { event_sum: [{ event: 'A', property: 'x' }, '>', '1'] },
    'event_sum[2] WRONG_TYPE',
  ],
  [
    'six steps',
    { event_sequence: { steps: Array.from({ length: 6 }, () => ({ event: 'A' })), within: '1d' } },
    'event_sequence.steps OUT_OF_RANGE',
  ],
  [
    'a sequence without a window',
    { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }] } },
    'event_sequence REFUSED',
  ],
  [
    'a sequence without an end',
    {
      event_sequence: {
        steps: [{ event: 'A' }, { event: 'B' }],
        from: { date: '2026-01-01', zone: 'UTC' },
      },
    },
    'event_sequence REFUSED',
  ],
  ['the first value', { event_first: [] }, 'event_first REFUSED'],
  ['an anniversary', { anniversary: 'traits.birthday' }, 'anniversary REFUSED'],
  [
    'an event of the system',
    { event_count: [{ event: 'Segment Entered' }, '>=', 1] },
    'event_count[0].event REFUSED',
  ],
  ['a NUL', { in_list: 'a\0b' }, 'in_list BAD_TEXT'],
  ['half a character', { in_list: 'a\ud800' }, 'in_list BAD_TEXT'],
  ['a number that is none', { '==': [{ var: 'traits.a' }, Number.NaN] }, '["=="][1] NOT_JSON'],
  ['a text that is too long', { in_list: 'a'.repeat(501) }, 'in_list OUT_OF_RANGE'],
])('%s is refused with its place', (_name, json, fault) => {
  expect(faultsOf(json)).toContain(fault);
});

test('a rule that is too deep, too large or too long is refused with the limit', () => {
  const deep = Array.from({ length: 12 }).reduce<object>((rule) => ({ not: rule }), {
    has_identifier: 'email',
  });
  const wide = { or: Array.from({ length: 201 }, () => ({ has_identifier: 'email' })) };
  const long = { or: Array.from({ length: 150 }, () => ({ in_list: 'a'.repeat(500) })) };
  expect(readRule(deep).faults).toMatchObject([{ code: 'TOO_DEEP', message: expect.stringContaining('12') }]);
  expect(readRule(wide).faults).toMatchObject([
    { code: 'TOO_MANY_NODES', message: expect.stringContaining('200') },
  ]);
  expect(readRule(long).faults).toMatchObject([
    { code: 'TOO_LONG', message: expect.stringContaining('65536') },
  ]);
});

test('every fault of a rule is named, not only the first', () => {
  expect(faultsOf({ and: [{ xor: 1 }, count({ within: '0d' }), { '<': [{ var: 'a' }, 'b'] }] })).toHaveLength(
    4,
  );
});

test('trait_changed needs the most recent survivorship', () => {
  const context = { survivorshipOf: () => 'oldest', internalEvents: new Set<string>() };
  expect(readRule({ trait_changed: { trait: 'plan' } }, context).faults).toMatchObject([{ code: 'REFUSED' }]);
});

test('a printed rule reads as the same rule', () => {
  const json = {
    and: [
      {
        event_count: [
          { event: '*', where: { not: { in: [{ var: 'properties.x' }, [1, 2]] } }, within: '36h' },
          '<',
          2,
        ],
      },
      { event_last: [{ event: 'A', property: 'x' }, '>', { now: '-7d' }] },
      { identifier_count: ['email', '>=', 2] },
      { trait_changed: { trait: 'plan', was: null, to: { date: '2026-01-01', zone: 'Europe/Berlin' } } },
    ],
  };
  expect(printRule(requireRule(json))).toEqual(json);
});
