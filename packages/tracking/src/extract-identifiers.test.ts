import { expect, test } from 'vitest';
import { extractIdentifiers } from './extract-identifiers.ts';
import { typePriority } from './identifier-types.ts';

function identifiersOf(message: object): readonly string[] {
  return extractIdentifiers(message).identifiers.map(({ type, value }) => `${type}=${value}`);
}

test('identifiers stand in the order of their types, then of their values', () => {
  expect(
    identifiersOf({
      type: 'identify',
      userId: 'u1',
      anonymousId: 'a1',
      traits: { email: 'Z@example.com', phone: '+49 171 1234567' },
      context: {
        traits: { email: 'a@example.com' },
        externalIds: [
          { id: 'c2', type: 'loyalty_card', collection: 'users', encoding: 'none' },
          { id: 'c1', type: 'Shopify_Id' },
        ],
        device: { type: 'ios', id: 'D1', advertisingId: 'ab-1', adTrackingEnabled: true, token: 't1' },
        integrations: { 'Google Analytics': { clientId: '1.2' } },
      },
    }),
  ).toEqual([
    'user_id=u1',
    'email=a@example.com',
    'email=z@example.com',
    'phone=+491711234567',
    'shopify_id=c1',
    'loyalty_card=c2',
    'ios.id=D1',
    'ios.idfa=AB-1',
    'ios.push_token=t1',
    'ga_client_id=1.2',
    'anonymous_id=a1',
  ]);
});

test('a type named like a member of Object is a declared type', () => {
  expect(typePriority('constructor')).toBe(typePriority('loyalty_card'));
  expect(typePriority('__proto__')).toBe(typePriority('loyalty_card'));
});

test('an advertising id counts only while tracking is allowed', () => {
  const device = { type: 'Android', id: 'D1', advertisingId: 'AB-1' };
  expect(identifiersOf({ type: 'track', context: { device } })).toEqual(['android.id=D1']);
  expect(
    identifiersOf({ type: 'track', context: { device: { ...device, adTrackingEnabled: false } } }),
  ).toEqual(['android.id=D1']);
});

test('a device without a known platform has no identifier', () => {
  expect(identifiersOf({ type: 'track', context: { device: { type: 'tv', id: 'D1' } } })).toEqual([]);
});

test('contact points in the properties of an event are identifiers', () => {
  expect(
    identifiersOf({ type: 'track', properties: { email: 'a@example.com', phone: '+14155550132' } }),
  ).toEqual(['email=a@example.com', 'phone=+14155550132']);
});

test('alias links the previous id to the user', () => {
  expect(identifiersOf({ type: 'alias', userId: 'u1', previousId: 'a1' })).toEqual([
    'user_id=u1',
    'anonymous_id=a1',
  ]);
  expect(identifiersOf({ type: 'track', userId: 'u1', previousId: 'a1' })).toEqual(['user_id=u1']);
});

test('a group and its traits are mentions at most', () => {
  const { identifiers, mentions } = extractIdentifiers({
    type: 'group',
    userId: 'u1',
    groupId: 'g1',
    traits: { email: 'office@example.com' },
    context: {
      externalIds: [
        { id: 'g1', type: 'group_id' },
        { id: 'x', type: 'crm', collection: 'accounts' },
      ],
    },
  });
  expect(identifiers).toEqual([{ type: 'user_id', value: 'u1' }]);
  expect(mentions).toEqual([{ type: 'email', value: 'office@example.com' }]);
});

test('a second user id is dropped, reported and kept as a mention', () => {
  const result = extractIdentifiers({
    type: 'track',
    userId: 'u9',
    context: { externalIds: [{ id: 'u1', type: 'user_id' }] },
  });
  expect(result).toEqual({
    identifiers: [{ type: 'user_id', value: 'u9' }],
    dropped: [{ type: 'user_id', value: 'u1', reason: 'SECOND_VALUE' }],
    mentions: [{ type: 'user_id', value: 'u1' }],
  });
});

test('the same value twice is one identifier', () => {
  expect(
    identifiersOf({
      type: 'identify',
      traits: { email: 'A@example.com' },
      context: { traits: { email: 'a@example.com' } },
    }),
  ).toEqual(['email=a@example.com']);
});

test.each([
  [
    { id: 7, type: 'card' },
    { type: 'card', value: '', reason: 'NOT_A_STRING' },
  ],
  [{ id: 'x' }, { type: 'externalIds', value: '', reason: 'INVALID_TYPE' }],
  [
    { id: 'x', type: 'a b' },
    { type: 'externalIds', value: '', reason: 'INVALID_TYPE' },
  ],
  [
    { id: 'x', type: 'card', encoding: 'sha256' },
    { type: 'card', value: 'x', reason: 'UNSUPPORTED_ENCODING' },
  ],
  [
    { id: '  ', type: 'card' },
    { type: 'card', value: '  ', reason: 'INVALID_VALUE' },
  ],
  [null, { type: 'externalIds', value: '', reason: 'NOT_A_STRING' }],
])('the external id %j is reported', (entry, dropped) => {
  expect(extractIdentifiers({ type: 'track', context: { externalIds: [entry] } })).toEqual({
    identifiers: [],
    dropped: [dropped],
    mentions: [],
  });
});

test('of too many external ids the first fifty are read, and that is reported', () => {
  const externalIds = Array.from({ length: 60 }, (_, index) => ({ id: `c${index}`, type: 'card' }));
  const { identifiers, dropped } = extractIdentifiers({ type: 'track', context: { externalIds } });
  expect(identifiers).toHaveLength(50);
  expect(dropped).toEqual([{ type: 'externalIds', value: '', reason: 'TOO_MANY' }]);
});

test('values that name nobody stay identifiers: the resolver blocks them', () => {
  expect(identifiersOf({ type: 'track', userId: 'null', anonymousId: 'guest' })).toEqual([
    'user_id=null',
    'anonymous_id=guest',
  ]);
});

test('other people in the payload are mentions, wherever they stand', () => {
  const { mentions } = extractIdentifiers({
    type: 'track',
    userId: 'u1',
    properties: {
      email: 'me@example.com',
      invited: ['Friend@Example.com', { 'other@example.com': 'call +49 171 1234567 today' }],
      note: 'see me@example.com\nand <third@example.org>, thanks',
    },
  });
  expect(mentions).toEqual([
    { type: 'email', value: 'friend@example.com' },
    { type: 'email', value: 'other@example.com' },
    { type: 'phone', value: '+491711234567' },
    { type: 'email', value: 'third@example.org' },
  ]);
});

test('the end of a word that is too long for an address is none', () => {
  const text = `${'a'.repeat(65)}@example.com ${'b'.repeat(64)}@example.com`;
  expect(extractIdentifiers({ type: 'track', properties: { text } }).mentions).toEqual([
    { type: 'email', value: `${'b'.repeat(64)}@example.com` },
  ]);
});

test('mentions are bounded, and hostile text is read in linear time', () => {
  const many = Array.from({ length: 200 }, (_, index) => `p${index}@example.com`).join(' ');
  expect(extractIdentifiers({ type: 'track', properties: { many } }).mentions).toHaveLength(50);
  const hostile = `${'a'.repeat(30_000)}@${'+1'.repeat(15_000)}`;
  expect(extractIdentifiers({ type: 'track', properties: { hostile } }).mentions).toEqual([]);
});
