import { describe, expect, it } from 'vitest';
import { MASK } from './mask.ts';
import { maskedTraits, openTraits } from './trait-mask.ts';

const view = maskedTraits(new Set(['loyaltyTier', 'email', 'age']));

describe('a caller without profile:pii', () => {
  it('sees reserved traits in their masked form', () => {
    const traits = {
      avatar: 'https://example.com/jane.png',
      birthday: '1985-04-12',
      company: { name: 'Jane Doe Ltd', employeeCount: 3 },
      createdAt: '2026-01-01T00:00:00.000Z',
      email: 'jane@example.com',
      firstName: 'Jane',
      gender: 'f',
      phone: '+491701234567',
    };
    expect(Object.entries(traits).map(([trait, value]) => [trait, view.value(trait, value)])).toEqual([
      ['avatar', MASK],
      ['birthday', '1985'],
      ['company', { name: MASK, employeeCount: MASK }],
      ['createdAt', '2026-01-01T00:00:00.000Z'],
      ['email', 'j***@example.com'],
      ['firstName', 'J***'],
      ['gender', MASK],
      ['phone', '***67'],
    ]);
  });

  it('sees city, state and country of an address and nothing else of it', () => {
    const address = {
      city: 'Bonn',
      country: 'DE',
      state: null,
      street: 'Ring 1',
      postalCode: '53111',
      note: 'x',
    };
    expect(view.value('address', address)).toEqual({
      city: 'Bonn',
      country: 'DE',
      state: null,
      street: MASK,
      postalCode: MASK,
      note: MASK,
    });
  });

  it('does not see an e-mail address that was sent as a city', () => {
    expect(view.value('address', { city: 'jane@example.com' })).toEqual({ city: MASK });
  });

  it('sees nothing of a createdAt that is not a time', () => {
    expect(view.value('createdAt', 'jane@example.com')).toBe(MASK);
  });

  it('sees lists masked member by member', () => {
    expect(view.value('email', ['a@example.com', 7, null])).toEqual(['a***@example.com', MASK, null]);
  });

  it('does not see traits that nobody declared', () => {
    expect(view.value('shoeSize', 43)).toBe(MASK);
    expect(view.value('constructor', 'jane')).toBe(MASK);
    expect(view.name('jane@example.com')).toBe(MASK);
  });

  it('sees traits that the tenant declared as not personal', () => {
    expect(view.value('loyaltyTier', { level: 'gold' })).toEqual({ level: 'gold' });
    expect(view.value('age', 34)).toBe(34);
    expect(view.isVisible('loyaltyTier')).toBe(true);
  });

  it('does not see e-mail addresses even where a tenant declared them as not personal', () => {
    expect(view.value('email', 'jane@example.com')).toBe('j***@example.com');
    expect(view.isVisible('email')).toBe(false);
  });
});

describe('a caller with profile:pii', () => {
  it('sees everything as it is', () => {
    expect(openTraits.value('email', 'jane@example.com')).toBe('jane@example.com');
    expect(openTraits.name('jane@example.com')).toBe('jane@example.com');
    expect(openTraits.isVisible('email')).toBe(true);
  });
});
