import { describe, expect, it } from 'vitest';
import { MASK, maskBirthday, maskEmail, maskIdentifying, maskJson, maskName, maskPhone } from './mask.ts';

describe('maskEmail', () => {
  it.each([
    ['jane@example.com', 'j***@example.com'],
    ['j@example.com', 'j***@example.com'],
    ['"a@b"@example.co.uk', '"***@example.co.uk'],
    ['jane', MASK],
    ['@example.com', MASK],
    ['jane@localhost', MASK],
    ['Jane Doe <jane@example.com>', MASK],
  ])('shows of %s only %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });
});

describe('maskPhone', () => {
  it('shows the last two digits', () => {
    expect(maskPhone('+49 170 12345-67')).toBe('***67');
  });
  it('masks a short number whole, because two digits would be most of it', () => {
    expect(maskPhone('12345')).toBe(MASK);
  });
});

describe('maskName', () => {
  it('shows the first letter, whatever the script', () => {
    expect(['Jane Doe', ' Özil', '𝒥ane', '李'].map(maskName)).toEqual(['J***', 'Ö***', '𝒥***', '李***']);
  });
  it('masks what does not begin with a letter whole', () => {
    expect(['', '007', '@jane'].map(maskName)).toEqual([MASK, MASK, MASK]);
  });
});

describe('maskBirthday', () => {
  it('shows the year of an ISO day or instant', () => {
    expect(['1985-04-12', '1985-04-12T00:00:00.000Z'].map(maskBirthday)).toEqual(['1985', '1985']);
  });
  it('masks other texts whole', () => {
    expect(['12.04.1985', '1985', '1985-04-12 jane'].map(maskBirthday)).toEqual([MASK, MASK, MASK]);
  });
});

describe('maskJson', () => {
  it('masks every leaf and keeps shape and nulls', () => {
    expect(maskJson({ a: 'x', b: [1, true, null, { c: 'y' }], 'jane@example.com': 1 })).toEqual({
      a: MASK,
      b: [MASK, MASK, null, { c: MASK }],
      [MASK]: MASK,
    });
  });
});

describe('maskIdentifying', () => {
  it('masks texts that look like an e-mail address or a phone number and no others', () => {
    expect(
      ['jane@example.com', 'call +49 170 1234567', 'Berlin', 'plan 2026', 'loyaltyTier'].map(maskIdentifying),
    ).toEqual([MASK, MASK, 'Berlin', 'plan 2026', 'loyaltyTier']);
  });
});
