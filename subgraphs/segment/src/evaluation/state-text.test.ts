import { expect, test } from 'vitest';
import { packState, shortKeyOf, unpackState } from './state-text.ts';

const [a, b] = [
  { time: 1, eventId: 'a', value: null },
  { time: 2, eventId: 'b', value: 'x' },
];
const snapshot = {
  profileId: 'p',
  quarantined: false,
  values: [],
  consents: [],
  memberships: [['s', { version: 1, enteredAt: 5 }] as const],
  dues: [['s', 9] as const],
  identifiers: [
    {
      identifierId: 'i',
      type: 'user_id',
      lists: ['l'],
      folds: [
        ['total', { sum: '1.5', count: 2 }] as const,
        ['last', [b]] as const,
        ['count', [a, { ...b, value: 0 }]] as const,
        ['gone', []] as const,
      ],
    },
  ],
};

test('a state comes back as it was, without the conditions that are in force no more', () => {
  const keys = new Map(['count', 'last', 'total'].map((key) => [shortKeyOf(key), key]));
  const [identifier] = snapshot.identifiers;
  expect(unpackState(packState(snapshot, shortKeyOf), keys)).toEqual({
    ...snapshot,
    identifiers: [{ ...identifier, folds: identifier?.folds.slice(0, 3) }],
  });
});

test('the same state is the same text, in whatever order it came about', () => {
  const turned = {
    ...snapshot,
    identifiers: snapshot.identifiers.map((one) => ({ ...one, folds: one.folds.toReversed() })),
  };
  expect(packState(turned, shortKeyOf)).toBe(packState(snapshot, shortKeyOf));
});

test('a state remembers its quarantine', () => {
  const quarantined = { ...snapshot, quarantined: true, identifiers: [] };
  expect(unpackState(packState(quarantined, shortKeyOf), new Map())).toEqual(quarantined);
});
