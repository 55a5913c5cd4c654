import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareStrings } from './collation.ts';
import { compareValues, equalValues } from './compare.ts';
import { identityOf } from './distinct.ts';
import { numberText } from './number-text.ts';
import { decodeRevision, encodeRevision, RevisionClock } from './revision.ts';
import type { Value } from './value.ts';

const values = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Value>;
const collator = new Intl.Collator('en-US', { caseFirst: 'upper' });

test('values order by type, then by value; what is absent counts as null', () => {
  const ordered: Value[] = [
    null,
    false,
    true,
    -1,
    0,
    1.5,
    '',
    'A',
    'a',
    'ä',
    'B',
    [],
    [0],
    [0, false],
    [1],
    { b: 1 },
    { a: 0 },
    { a: 1 },
  ];
  expect(ordered.toReversed().toSorted(compareValues)).toEqual(ordered);
  expect(compareValues([1], [1, null])).toBe(0);
  expect(compareValues({}, { a: null })).toBe(0);
});

test('the order is total and equality agrees with it', () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      expect(equalValues(a, b)).toBe(compareValues(a, b) === 0);
      expect(identityOf(a) === identityOf(b)).toBe(compareValues(a, b) === 0);
      const [x, y, z] = [a, b, c].toSorted(compareValues);
      expect(compareValues(x, z) <= 0 && compareValues(x, y) <= 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('texts of printable ASCII order as the collation has them', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
      (a, b) => {
        expect(Math.sign(compareStrings(a, b))).toBe(collator.compare(a, b));
      },
    ),
    { numRuns: 5000 },
  );
});

test('numbers print with the shortest digits', () => {
  expect([0.1, -1.5, 1e-7, 1.25e-7, 123456.789, 2 ** 53].map(numberText)).toEqual([
    '0.1',
    '-1.5',
    '1e-7',
    '1.25e-7',
    '123456.789',
    '9007199254740992',
  ]);
});

test('revisions only grow and can be read back', () => {
  let now = 1_700_000_000_000;
  const clock = new RevisionClock(() => now);
  const made = [clock.next(), clock.next()];
  now -= 5000;
  made.push(clock.next());
  now += 10_000;
  made.push(clock.next());
  const times = made.map((text) => decodeRevision(text));
  expect(times.map((entry) => entry?.count)).toEqual([0, 1, 2, 0]);
  expect(decodeRevision(encodeRevision(now, 1_048_575))).toEqual({ time: now, count: 1_048_575 });
});
