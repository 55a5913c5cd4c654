import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';
import type { Person } from './people.ts';

/** What a person fills in on the site. */
export const signUpTraits = (person: Person): JsonObject => ({
  firstName: person.firstName,
  lastName: person.lastName,
  email: person.email,
  phone: person.phone,
  createdAt: new Date(person.joinedAt).toISOString(),
});

/** What staff typed into the customer system: the same person in another spelling, and more of it. */
export function deskTraits(faker: Faker, person: Person): JsonObject {
  const firstName = faker.datatype.boolean(0.25) ? misspell(faker, person.firstName) : person.firstName;
  const { address, birthday } = person;
  return {
    firstName,
    lastName: faker.datatype.boolean(0.15) ? person.lastName.toUpperCase() : person.lastName,
    name: `${firstName} ${person.lastName}`,
    email: faker.datatype.boolean(0.5) ? person.email.toUpperCase() : ` ${person.email}`,
    emailVerified: true,
    phone: spellPhone(faker, person.phone),
    birthday,
    address: {
      ...address,
      city: faker.datatype.boolean(0.2) ? misspell(faker, address.city) : address.city,
      street: address.street.replace(/ Street$/, ' St.').replace(/ Avenue$/, ' Ave.'),
    },
  };
}

/** Swaps two letters, doubles one or loses one. */
export function misspell(faker: Faker, word: string): string {
  if (word.length < 4) return word;
  const at = faker.number.int({ min: 1, max: word.length - 3 });
  const [head, a, b, tail] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)];
  return faker.helpers.arrayElement([
    `${head}${b}${a}${tail}`,
    `${head}${a}${a}${b}${tail}`,
    `${head}${b}${tail}`,
  ]);
}

/** The same number as people write it. */
function spellPhone(faker: Faker, phone: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone) ?? [];
  return faker.helpers.arrayElement([
    `+1 (${area}) ${exchange}-${line}`,
    `+1 ${area}-${exchange}-${line}`,
    `+1.${area}.${exchange}.${line}`,
    phone,
  ]);
}
