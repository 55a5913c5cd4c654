import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uuidOf } from '../../../oracle/play.ts';
import { requireRule } from '../../rule/read/read-rule.ts';
import { TypedEvent } from '../typed-event.ts';
import { foldOf } from './fold-of.ts';

const at = 100;

const event = fc
  .record({
    time: fc.integer({ min: 80, max: at }),
    name: fc.constantFrom('A', 'B'),
    x: fc.constantFrom(0.1, 0.2, 1, 'a'),
    id: fc.integer({ min: 0, max: 50 }),
    plan: fc.constantFrom('a', 'b', null, undefined),
    who: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ time, name, x, id, plan, who }) => ({
    who,
    event: new TypedEvent({
      eventId: uuidOf(String(id)),
      identifierId: String(who),
      name,
      source: 'web',
      time,
      properties: { x },
      traits: plan === undefined ? {} : { plan },
    }),
  }));
const events = fc.uniqueArray(event, { maxLength: 12, selector: (one) => one.event.event.eventId });

const over = { event: 'A', within: '10ms' };

test.each([
  { event_count: [over, '>=', 2] },
  { event_count: [{ event: '*' }, '<', 3] },
  { event_sum: [{ ...over, property: 'x' }, '>', 0.3] },
  { event_sum: [{ event: '*', property: 'x' }, '==', 0.3] },
  { event_min: [{ ...over, property: 'x' }, '<', 0.2] },
  { event_max: [{ event: 'A', property: 'x' }, '>=', 0.2] },
  { event_average: [{ ...over, property: 'x' }, '==', 0.15] },
  { event_last: [{ ...over, property: 'x' }, '!=', 'b'] },
  { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }], within: '10ms' } },
  { trait_changed: { trait: 'plan', became: 'a', within: '10ms' } },
])('%j answers the same however its events are spread over identifiers and in whatever order', (json) => {
  const condition = requireRule(json);
  if (condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'not')
    throw new Error('no condition');
  const fold = foldOf(condition)!;
  const stateOf = (list: readonly { readonly event: TypedEvent }[]) =>
    list.reduce((state, one) => fold.add(state, one.event, at), fold.empty);
  fc.assert(
    fc.property(events, fc.integer({ min: at, max: at + 20 }), (list, moment) => {
      const together = fold.read(stateOf(list));
      const parts = [0, 1, 2].map((who) => stateOf(list.filter((one) => one.who === who).toReversed()));
      const [a, b, c] = [parts[0]!, parts[1]!, parts[2]!];
      for (const state of [fold.combine(fold.combine(a, b), c), fold.combine(c, fold.combine(b, a))]) {
        const spread = fold.read(state);
        expect(spread.holdsAt(moment)).toBe(together.holdsAt(moment));
        expect(ahead(spread.turns)).toEqual(ahead(together.turns));
      }
      expect(fold.combine(a, fold.empty)).toEqual(a);
    }),
  );
});

function ahead(turns: readonly number[]): readonly number[] {
  return [...new Set(turns)].filter((turn) => turn > at).toSorted((a, b) => a - b);
}
