import type { Faker } from '@faker-js/faker';
import { type Calendar, dayMs, momentOf } from './calendar.ts';
import { type ConsentChoice, chooseConsent } from './consent.ts';
import { type Device, appDevice, browserDevice } from './devices.ts';

/** How a customer shops; `prospect` has an account and has bought nothing. */
export type Habit = 'loyal' | 'regular' | 'new' | 'churned' | 'prospect';

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface Household {
  readonly address: Address;
  readonly people: readonly Person[];
  /** A tablet that two of the household share. */
  readonly tablet: Device | null;
}

export interface Person {
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  /** ISO date. */
  readonly birthday: string;
  readonly address: Address;
  readonly habit: Habit;
  readonly devices: readonly [Device, ...Device[]];
  /** When the account was made. */
  readonly joinedAt: number;
  /** After this moment nothing is heard of the person. */
  readonly leftAt: number;
  readonly loyaltyCard: string | null;
  readonly consent: ConsentChoice;
}

const habits: readonly { readonly weight: number; readonly value: Habit }[] = [
  { weight: 14, value: 'loyal' },
  { weight: 40, value: 'regular' },
  { weight: 16, value: 'new' },
  { weight: 15, value: 'churned' },
  { weight: 15, value: 'prospect' },
];

/** Days before today on which an account may have been made, oldest first. */
const joinedDaysAgo: Record<Habit, readonly [number, number]> = {
  loyal: [165, 70],
  regular: [160, 25],
  new: [20, 2],
  churned: [165, 120],
  prospect: [100, 5],
};

const areaCodes = [
  '202',
  '212',
  '303',
  '312',
  '404',
  '415',
  '503',
  '512',
  '617',
  '704',
  '801',
  '919',
] as const;

/** Makes people one by one; numbers count up, so that ids and telephone numbers are nobody else's. */
export class PeopleMaker {
  readonly #faker: Faker;
  readonly #calendar: Calendar;
  #made = 0;

  constructor(faker: Faker, calendar: Calendar) {
    this.#faker = faker;
    this.#calendar = calendar;
  }

  household(): Household {
    const faker = this.#faker;
    const address = this.address();
    const lastName = faker.person.lastName();
    const size = faker.helpers.weightedArrayElement([
      { weight: 50, value: 1 },
      { weight: 40, value: 2 },
      { weight: 10, value: 3 },
    ]);
    const people = Array.from({ length: size }, () => this.person({ address, lastName }));
    const shares = size > 1 && faker.datatype.boolean(0.4);
    return { address, people, tablet: shares ? browserDevice(faker, 'tablet') : null };
  }

  person(given: Partial<Person>): Person {
    const faker = this.#faker;
    const number = this.#made;
    this.#made += 1;
    const habit = given.habit ?? faker.helpers.weightedArrayElement(habits);
    const firstName = given.firstName ?? faker.person.firstName();
    const lastName = given.lastName ?? faker.person.lastName();
    const local = `${firstName}.${lastName}`.toLowerCase().replaceAll(/[^a-z.]/g, '');
    const area = areaCodes[Math.floor(number / 100)] ?? '202';
    const [oldest, newest] = joinedDaysAgo[habit];
    const today = this.#calendar.today;
    return {
      userId: `cust-${10_000 + number}`,
      firstName,
      lastName,
      email: `${local}${number}@example.com`,
      // 555-0100 to 555-0199 are kept free for fiction.
      phone: `+1${area}55501${String(number % 100).padStart(2, '0')}`,
      birthday: birthday(faker, today),
      address: this.address(),
      habit,
      devices: this.#devices(),
      joinedAt: momentOf(faker, today - faker.number.int({ min: newest, max: oldest }) * dayMs),
      leftAt: habit === 'churned' ? today - faker.number.int({ min: 65, max: 105 }) * dayMs : Infinity,
      loyaltyCard: faker.datatype.boolean(0.45) ? `LC-${500_000 + number * 7}` : null,
      consent: chooseConsent(faker),
      ...given,
    };
  }

  address(): Address {
    const { location } = this.#faker;
    return {
      street: location.streetAddress(),
      city: location.city(),
      state: location.state({ abbreviated: true }),
      postalCode: location.zipCode('#####'),
      country: 'US',
    };
  }

  #devices(): readonly [Device, ...Device[]] {
    const faker = this.#faker;
    const first = browserDevice(faker, faker.helpers.arrayElement(['laptop', 'phone']));
    const others: Device[] = [];
    if (faker.datatype.boolean(0.5))
      others.push(browserDevice(faker, first.kind === 'laptop' ? 'phone' : 'laptop'));
    if (faker.datatype.boolean(0.35)) others.push(appDevice(faker));
    return [first, ...others];
  }
}

function birthday(faker: Faker, today: number): string {
  const days = faker.number.int({ min: 19 * 365, max: 78 * 365 });
  return new Date(today - days * dayMs).toISOString().slice(0, 10);
}
