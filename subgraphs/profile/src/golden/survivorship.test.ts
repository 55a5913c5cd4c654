import fc from 'fast-check';
import { expect, test } from 'vitest';
import { survivorshipRules } from '../configuration/configuration.ts';
import { combine, observe, pick, type Observation } from './survivorship.ts';

function said(value: unknown, time: number, more: Partial<Observation> = {}): Observation {
  return {
    value: JSON.stringify(value),
    time,
    messageId: `m${time}`,
    eventId: `e${time}`,
    sourceId: 'web',
    verified: false,
    ...more,
  };
}

function golden(rule: (typeof survivorshipRules)[number], all: Observation[], priority: string[] = []) {
  return pick(all.map((one) => observe(rule, one)).reduce(combine), priority)?.value ?? null;
}

test('most_recent takes the latest by event time, not by arrival', () => {
  expect(golden('most_recent', [said('new', 2), said('old', 1)])).toBe('"new"');
});

test('most_recent is removed by a later null and not by an earlier one', () => {
  expect(golden('most_recent', [said('a', 1), said(null, 2)])).toBeNull();
  expect(golden('most_recent', [said('a', 2), said(null, 1)])).toBe('"a"');
});

test('equal times are decided by messageId, whatever came first', () => {
  const a = said('a', 1, { messageId: 'a' });
  const b = said('b', 1, { messageId: 'b' });
  expect(golden('most_recent', [a, b])).toBe('"b"');
  expect(golden('most_recent', [b, a])).toBe('"b"');
});

test('oldest and non_null pass over nulls', () => {
  const all = [said(null, 0), said('first', 1), said('last', 2), said(null, 3)];
  expect(golden('oldest', all)).toBe('"first"');
  expect(golden('non_null', all)).toBe('"last"');
});

test('source_priority prefers the ranked source over a later one; unranked sources come last', () => {
  const all = [said('crm', 1, { sourceId: 'crm' }), said('web', 2), said('app', 3, { sourceId: 'app' })];
  expect(golden('source_priority', all, ['crm', 'web'])).toBe('"crm"');
  expect(golden('source_priority', all, [])).toBe('"app"');
});

test('a ranked source that only said null gives way', () => {
  const all = [said(null, 5, { sourceId: 'crm' }), said('web', 2)];
  expect(golden('source_priority', all, ['crm'])).toBe('"web"');
});

test('verified_first prefers a verified value over a later unverified one', () => {
  expect(golden('verified_first', [said('v', 1, { verified: true }), said('u', 2)])).toBe('"v"');
});

test('most_frequent counts observations and lets the latest win a tie', () => {
  expect(golden('most_frequent', [said('a', 1), said('a', 2), said('b', 3)])).toBe('"a"');
  expect(golden('most_frequent', [said('a', 1), said('b', 2)])).toBe('"b"');
});

test('append_distinct lists each value once, in order of its first observation', () => {
  expect(golden('append_distinct', [said('b', 2), said('a', 1), said('b', 0), said(null, 9)])).toBe(
    '["b","a"]',
  );
});

test('a value named like a prototype member is a value', () => {
  expect(golden('append_distinct', [said('__proto__', 1), said('constructor', 2)])).toBe(
    '["__proto__","constructor"]',
  );
});

const observation = fc.record({
  value: fc.constantFrom('null', '1', '"a"', '"b"', '{"x":1}'),
  time: fc.integer({ min: 0, max: 3 }),
  messageId: fc.constantFrom('m1', 'm2', 'm3'),
  eventId: fc.uuid(),
  sourceId: fc.constantFrom('web', 'crm', 'app'),
  verified: fc.boolean(),
});

test.each(survivorshipRules)(
  '%s: any grouping and order of the observations gives the same value',
  (rule) => {
    const observations = fc.uniqueArray(observation, {
      minLength: 1,
      maxLength: 8,
      selector: (o) => o.eventId,
    });
    fc.assert(
      fc.property(observations, fc.nat(), (all, cut) => {
        const at = cut % all.length;
        const shuffled = [...all.slice(at).toReversed(), ...all.slice(0, at)];
        expect(golden(rule, shuffled, ['crm'])).toBe(golden(rule, all, ['crm']));
        const states = all.map((one) => observe(rule, one));
        const left = states.slice(0, at).reduce<ReturnType<typeof observe> | null>(join, null);
        const right = states.slice(at).reduce<ReturnType<typeof observe> | null>(join, null);
        const joined = right === null ? left : join(left, right);
        expect(joined === null ? null : (pick(joined, ['crm'])?.value ?? null)).toBe(
          golden(rule, all, ['crm']),
        );
      }),
      { numRuns: 300 },
    );
  },
);

function join(a: ReturnType<typeof observe> | null, b: ReturnType<typeof observe>) {
  return a === null ? b : combine(a, b);
}
