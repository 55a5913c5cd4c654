import fc from 'fast-check';
import type { Step } from './history.ts';

const identifier = fc.constantFrom('u1', 'u1', 'u2', 'a1', 'a1', 'a2', 'a1~');
const minute = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((half) => half * 30),
  fc.integer({ min: 0, max: 360 }),
);
const name = fc.constantFrom(
  'Viewed',
  'Searched',
  'Added',
  'Order Completed',
  'Signed Up',
  'constructor',
  'Ä|b',
);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 2 });

const event = fc.record(
  {
    does: fc.constant('event' as const),
    by: identifier,
    with: identifier,
    kind: fc.constantFrom(
      'track' as const,
      'track' as const,
      'track' as const,
      'page' as const,
      'identify' as const,
    ),
    name,
    minute,
    medium: optional(fc.constantFrom('email', 'social', 'direct')),
    campaign: optional(fc.constantFrom('spring', 'fall')),
    revenue: optional(fc.constantFrom(12.345, '19.99', 0.1, 100, 'many')),
    source: fc.constantFrom('web', 'web', 'web', 'web', 'internal:segment'),
    erased: fc.constantFrom(false, false, false, false, false, true),
  },
  { requiredKeys: ['does', 'by', 'minute'] },
);
const referral = fc.record({
  does: fc.constant('event' as const),
  by: identifier,
  name: fc.constant('Referral'),
  minute,
  refers: fc.constantFrom('u1', 'u2', 'u4'),
});
const move = fc.record({ does: fc.constant('move' as const), identifier, to: identifier, minute });
const reattribute = fc.record({
  does: fc.constant('reattribute' as const),
  from: identifier,
  to: identifier,
  every: fc.integer({ min: 1, max: 3 }),
});
const cease = fc.constant({ does: 'cease' as const, identifier: 'a1~', to: 'a1' });
const link = fc.record({
  does: fc.constant('link' as const),
  // What is left of a value never links (IDENTITY R6).
  a: fc.constantFrom('u1', 'u2', 'a1', 'a2'),
  b: fc.constantFrom('u1', 'u2', 'a1', 'a2'),
  merge: fc.boolean(),
  retract: fc.boolean(),
});
const trait = fc.record({
  does: fc.constant('trait' as const),
  profile: identifier,
  trait: fc.constantFrom('name', 'firstName', 'lastName', 'city'),
  value: optional(fc.constantFrom('Ann', 'Bob', 'Ng')),
});
const membership = fc.record(
  {
    does: fc.constant('membership' as const),
    segment: fc.constantFrom('s1', 's1', 's2'),
    profile: identifier,
    enters: fc.boolean(),
    source: fc.constantFrom('internal:segment', 'internal:segment', 'internal:profile', 'web'),
    erased: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: ['does', 'segment', 'profile', 'enters'] },
);
const quarantine = fc.record({
  does: fc.constant('quarantine' as const),
  profile: identifier,
  begins: fc.boolean(),
});
const mapping = fc.record({
  does: fc.constant('mapping' as const),
  value: fc.constantFrom(
    {},
    { conversions: { Added: { value: null }, Searched: { value: 'properties.revenue' } } },
    { steps: { Viewed: null, Searched: 'Looked' }, pageStep: null, channels: { direct: null } },
    { onlyMapped: true, steps: { Viewed: 'Viewed', Added: 'Viewed' }, referral: null },
  ),
});

/** Stories in which people come and go: mostly events, often late or at one instant. */
export const story: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { arbitrary: event, weight: 40 },
    { arbitrary: referral, weight: 4 },
    { arbitrary: move, weight: 6 },
    { arbitrary: reattribute, weight: 2 },
    { arbitrary: cease, weight: 2 },
    { arbitrary: link, weight: 2 },
    { arbitrary: trait, weight: 2 },
    { arbitrary: membership, weight: 8 },
    { arbitrary: quarantine, weight: 8 },
    { arbitrary: mapping, weight: 1 },
  ),
  { minLength: 1, maxLength: 70, size: 'max' },
);
