import { expect, test } from 'vitest';
import { normaliseIdentifier } from './normalise-identifier.ts';

test.each([
  ['user_id', '  Anna-7 ', 'Anna-7'],
  ['user_id', 'e\u0301', '\u00e9'],
  ['user_id', '   ', null],
  ['user_id', 'x'.repeat(501), null],
  ['user_id', 'a\0', null],
  ['anonymous_id', '\ud800', null],
  ['email', ' Anna@Example.COM ', 'anna@example.com'],
  ['email', 'anna+shop@example.com', 'anna+shop@example.com'],
  ['email', 'anna', null],
  ['email', 'anna@localhost', null],
  ['email', 'anna@@example.com', null],
  ['email', 'Anna <anna@example.com>', null],
  ['email', `${'x'.repeat(250)}@example.com`, null],
  ['phone', '+1 (415) 555-0132', '+14155550132'],
  ['phone', '0049 171 1234567', null],
  ['phone', '(415) 555-0132', null],
  ['phone', '+1 415 555 0132 ext. 7', null],
  ['phone', 'call me', null],
  ['ios.idfa', 'a3cd1f0e-0000-4000-8000-00000000000b', 'A3CD1F0E-0000-4000-8000-00000000000B'],
  ['ios.idfa', '00000000-0000-0000-0000-000000000000', null],
  ['android.idfa', '00000000-0000-0000-0000-000000000000', null],
  ['loyalty_card', ' 0017 ', '0017'],
])('%s %j is known as %j', (type, value, normalised) => {
  expect(normaliseIdentifier(type, value)).toBe(normalised);
});

test('a national number belongs to the default country', () => {
  expect(normaliseIdentifier('phone', '(415) 555-0132', { defaultCountry: 'US' })).toBe('+14155550132');
  expect(normaliseIdentifier('phone', '0171 1234567', { defaultCountry: 'DE' })).toBe('+491711234567');
});

test('an unknown default country makes no number of national digits', () => {
  expect(normaliseIdentifier('phone', '0171 1234567', { defaultCountry: 'XX' })).toBeNull();
});

test('tags and dots of mail addresses go only when asked', () => {
  const options = { stripEmailTag: true, stripGmailDots: true };
  expect(normaliseIdentifier('email', 'An.Na+x@gmail.com', options)).toBe('anna@gmail.com');
  expect(normaliseIdentifier('email', 'An.Na+x@example.com', options)).toBe('an.na@example.com');
});

test('normalising twice changes nothing more', () => {
  for (const [type, value] of [
    ['email', ' İ@Example.com'],
    ['phone', '+49 (0) 171 1234567'],
    ['user_id', ' \u0041\u030a '],
  ] as const) {
    const once = normaliseIdentifier(type, value);
    expect(once).not.toBeNull();
    expect(normaliseIdentifier(type, once ?? '')).toBe(once);
  }
});
