import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeTrait } from '../../test/compute-trait.ts';
import { accumulate, computedTrait } from './computed-trait.ts';
import { compareMoments, type Observation } from './observation.ts';
import type { TraitDefinition, TraitKind } from './trait-definition.ts';
import type { TraitWindow } from './trait-window.ts';

const kinds: readonly TraitKind[] = [
  'counter',
  'sum',
  'average',
  'min',
  'max',
  'first',
  'last',
  'most_frequent',
  'unique_list',
  'changes',
];
const windows: readonly TraitWindow[] = [
  { kind: 'all' },
  { kind: 'range', from: 5, to: 15 },
  { kind: 'sliding', length: 8 },
];
const definitions: readonly TraitDefinition[] = kinds.flatMap((kind) =>
  windows.map((window) => (kind === 'unique_list' ? { kind, window, limit: 3 } : { kind, window })),
);
const cases = definitions.map((definition) => ({
  name: `${definition.kind} over ${definition.window.kind}`,
  definition,
}));

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.1, 0.2, -0.3, 1e21, 1e-9),
  fc.constantFrom('a', 'b', '1', true, null),
);
/** Few times and values, so that ties are common; ids give them an order. */
const observations = fc
  .array(fc.record({ t: fc.integer({ min: 0, max: 20 }), value }), { maxLength: 14 })
  .chain((list) =>
    fc
      .shuffledSubarray(
        list.map((_, index) => `e${String(index).padStart(2, '0')}`),
        { minLength: list.length },
      )
      .map((ids) => list.map((one, index): Observation => ({ ...one, eventId: ids[index] ?? '' }))),
  );
const split = observations.chain((list) =>
  fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: list.length, maxLength: list.length })
    .map((owners) => ({
      list,
      parts: [0, 1, 2].map((owner) => list.filter((_, index) => owners[index] === owner)),
    })),
);
const NOW = 20;

describe.each(cases)('$name', ({ definition }) => {
  const trait = computedTrait(definition);
  const stateOf = (list: readonly Observation[]) => accumulate(trait, trait.empty, list);

  test('has one state for any order of observations', () => {
    fc.assert(
      fc.property(observations, (list) => {
        const ordered = stateOf(list);
        expect(stateOf(list.toReversed())).toEqual(ordered);
        let oneByOne = trait.empty;
        for (const one of list.toReversed()) oneByOne = accumulate(trait, oneByOne, [one]);
        expect(oneByOne).toEqual(ordered);
      }),
    );
  });

  test('merges associatively and commutatively, and nothing is its unit', () => {
    fc.assert(
      fc.property(split, ({ list, parts }) => {
        const [a, b, c] = parts.map(stateOf);
        if (a === undefined || b === undefined || c === undefined) throw new Error('there are three parts');
        const left = trait.merge(trait.merge(a, b), c);
        expect(trait.merge(a, trait.merge(b, c))).toEqual(left);
        expect(trait.merge(c, trait.merge(b, a))).toEqual(left);
        expect(trait.merge(a, trait.empty)).toEqual(a);
        expect(trait.merge(trait.empty, a)).toEqual(a);
        expect(left).toEqual(stateOf(list));
      }),
    );
  });

  test('parts again: the identifiers that stay have the value of their own events', () => {
    fc.assert(
      fc.property(split, ({ parts }) => {
        const states = parts.map(stateOf);
        const staying = [states[0] ?? trait.empty, states[2] ?? trait.empty];
        const own = [...(parts[0] ?? []), ...(parts[2] ?? [])];
        const [one = trait.empty, other = trait.empty] = staying;
        expect(trait.value(trait.merge(one, other), NOW)).toEqual(computeTrait(definition, own, NOW));
      }),
    );
  });

  test('keeps its value when pruned, now and later, and after more events', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 0, max: 12 }), (list, later) => {
        const before = list.filter(({ t }) => t <= 12);
        const after = list.filter(({ t }) => t > 12);
        const pruned = trait.prune(stateOf(before), 12);
        expect(trait.value(pruned, 12)).toEqual(trait.value(stateOf(before), 12));
        expect(trait.value(accumulate(trait, pruned, after), NOW + later)).toEqual(
          trait.value(stateOf(list), NOW + later),
        );
      }),
    );
  });

  test('does not change before the moment it names', () => {
    fc.assert(
      fc.property(observations, (list) => {
        const state = stateOf(list);
        const next = trait.nextChange(state, NOW);
        const until = next === null ? NOW + 50 : next - 0.5;
        expect(trait.value(state, until)).toEqual(trait.value(state, NOW));
      }),
    );
  });

  test('is JSON: a stored state is the state', () => {
    fc.assert(
      fc.property(observations, (list) => {
        const state = stateOf(list);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });

  test('has the value that the definition gives by a plain look at all events', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 0, max: 25 }), (list, asOf) => {
        const { window } = definition;
        const known = list.filter(({ t }) => t <= asOf).toSorted(compareMoments);
        const isInside = (t: number): boolean =>
          window.kind === 'all' ||
          (window.kind === 'range' ? t >= window.from && t < window.to : t > asOf - window.length);
        expect(computeTrait(definition, list, asOf)).toEqual(plainly(definition.kind, known, isInside));
      }),
    );
  });
});

/** The meaning of each kind, written without states; sums in whole billionths are exact. */
function plainly(kind: TraitKind, known: readonly Observation[], isInside: (t: number) => boolean): unknown {
  const inside = known.filter(({ t }) => isInside(t));
  const valued = inside.filter(({ value: one }) => one !== null);
  const numbers = inside.flatMap(({ value: one }) => (typeof one === 'number' ? [one] : []));
  const total = numbers.reduce((sum, one) => sum + billionths(one), 0n);
  const values = valued.map(({ value: one }) => one);
  switch (kind) {
    case 'counter':
      return inside.length;
    case 'sum':
      return decimalText(total, 9);
    case 'average':
      return numbers.length === 0
        ? null
        : { sum: decimalText(total, 9), count: numbers.length, average: averageText(total, numbers.length) };
    case 'min':
      return numbers.length === 0 ? null : Math.min(...numbers);
    case 'max':
      return numbers.length === 0 ? null : Math.max(...numbers);
    case 'first':
      return values[0] ?? null;
    case 'last':
      return values.at(-1) ?? null;
    case 'most_frequent': {
      const latestFirst = [...new Set(values.toReversed())];
      const counts = latestFirst.map((one) => ({
        value: one,
        count: values.filter((v) => v === one).length,
      }));
      return counts.toSorted((one, other) => other.count - one.count)[0] ?? null;
    }
    case 'unique_list': {
      const latestFirst = [...new Set(values.toReversed())];
      return { values: latestFirst.slice(0, 3), isTruncated: latestFirst.length > 3 };
    }
    case 'changes': {
      const all = known.filter(({ value: one }) => one !== null);
      const found = all.flatMap(({ value: to, t, eventId }, index) => {
        const from = all[index - 1]?.value ?? null;
        return from === to || !isInside(t) ? [] : [{ from, to, t, eventId }];
      });
      return { count: found.length, last: found.at(-1) ?? null };
    }
    default:
      return kind satisfies never;
  }
}

function billionths(value: number): bigint {
  return value === 1e21 ? 10n ** 30n : BigInt(Math.round(value * 1e9));
}

function decimalText(total: bigint, places: number): string {
  const digits = String(total < 0n ? -total : total).padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/u, '');
  return total < 0n ? `-${text}` : text;
}

/** To 20 places, a half to the even digit. */
function averageText(total: bigint, count: number): string {
  const scaled = (total < 0n ? -total : total) * 10n ** 11n;
  const [whole, twice] = [scaled / BigInt(count), (scaled % BigInt(count)) * 2n];
  const isUp = twice > BigInt(count) || (twice === BigInt(count) && whole % 2n === 1n);
  const rounded = isUp ? whole + 1n : whole;
  return decimalText(total < 0n ? -rounded : rounded, 20);
}
