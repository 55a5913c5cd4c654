import { describe, expect, it } from 'vitest';
import { completenessOf, nameToShow, readProfileTraits } from './profile-traits.ts';

function golden(traits: Record<string, unknown>) {
  return new Map(Object.entries(traits));
}

describe('readProfileTraits', () => {
  it('reads values of the right type', () => {
    const traits = readProfileTraits(
      golden({
        email: 'jane@example.com',
        age: 34,
        address: { city: 'Bonn' },
        company: { employee_count: 12 },
      }),
    );
    expect(traits).toMatchObject({
      email: 'jane@example.com',
      age: 34,
      address: { city: 'Bonn', country: null, postalCode: null, state: null, street: null },
      company: { name: null, id: null, industry: null, employeeCount: 12, plan: null },
      name: null,
    });
  });

  it('reads a value of another type as none', () => {
    const wrong = { email: 7, age: '34', address: 'Bonn', company: ['x'], name: { first: 'Jane' } };
    expect(Object.values(readProfileTraits(golden(wrong))).every((value) => value === null)).toBe(true);
  });

  it('reads a number that GraphQL cannot hold as none', () => {
    expect([3.5, 2 ** 31, Number.MAX_VALUE].map((age) => readProfileTraits(golden({ age })).age)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('completenessOf', () => {
  it('counts reserved traits with a value of their type', () => {
    expect(completenessOf(golden({}))).toBe(0);
    expect(
      completenessOf(golden({ email: 'a@example.com', name: 'Jane', age: 'old', plan: 'x' })),
    ).toBeCloseTo(2 / 17);
  });
});

describe('nameToShow', () => {
  it.each([
    [{ name: 'Jane Doe', email: 'a@example.com' }, 'Jane Doe'],
    [{ firstName: 'Jane', lastName: 'Doe' }, 'Jane Doe'],
    [{ lastName: 'Doe' }, 'Doe'],
    [{ name: ' ', email: 'a@example.com' }, 'a@example.com'],
    [{}, null],
  ])('of %o is %s', (traits, shown) => {
    expect(nameToShow(readProfileTraits(golden(traits)))).toBe(shown);
  });
});
