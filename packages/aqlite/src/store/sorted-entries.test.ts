import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedEntries } from './sorted-entries.ts';

const all = () => 0;
const placeOf = (wanted: number) => (entry: number) => entry - wanted;

test('a reader sees the list as it was when it began, whatever is written meanwhile', () => {
  const step = fc.record({
    write: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 30 }),
    reverse: fc.boolean(),
    read: fc.integer({ min: 0, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const entries = new SortedEntries<number>();
      const known = new Set(Array.from({ length: 1500 }, (_, i) => i * 2));
      entries.load([...known]);
      const readers = steps.map(({ write, reverse, read }) => {
        const expected = [...known].toSorted((a, b) => (reverse ? b - a : a - b));
        const seen: number[] = [];
        const reader = entries.span(all, all, reverse)[Symbol.iterator]();
        for (let i = 0; i < read; i++) seen.push(reader.next().value ?? -1);
        for (const value of write) {
          if (known.delete(value)) entries.remove(placeOf(value));
          else entries.insert(value, placeOf(value));
          if (entries.size > known.size) known.add(value);
        }
        return { expected, seen, reader };
      });
      for (const { expected, seen, reader } of readers) {
        for (let next = reader.next(); next.done !== true; next = reader.next()) seen.push(next.value);
        expect(seen.filter((value) => value >= 0)).toEqual(expected);
      }
      expect(entries.size).toBe(known.size);
    }),
    { numRuns: 100 },
  );
});

test('a span holds what its bounds allow, in both directions', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5, max: 2005 }), fc.integer({ min: -5, max: 2005 }), (from, to) => {
      const entries = new SortedEntries<number>();
      const values = Array.from({ length: 2000 }, (_, i) => i);
      entries.load(values);
      const low = (entry: number) => (entry < from ? -1 : 0);
      const high = (entry: number) => (entry > to ? 1 : 0);
      const expected = values.filter((value) => value >= from && value <= to);
      expect([...entries.span(low, high, false)]).toEqual(expected);
      expect([...entries.span(low, high, true)]).toEqual(expected.toReversed());
    }),
    { numRuns: 100 },
  );
});
