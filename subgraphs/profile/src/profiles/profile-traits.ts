import { reservedTraits, type ReservedTrait } from '@customer360/tracking';

/** Golden values of the reserved traits. Null where there is none, or none of the trait's type. */
export interface ProfileTraits {
  readonly address: Address | null;
  readonly age: number | null;
  readonly avatar: string | null;
  readonly birthday: string | null;
  readonly company: Company | null;
  readonly createdAt: string | null;
  readonly description: string | null;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly gender: string | null;
  readonly id: string | null;
  readonly lastName: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly title: string | null;
  readonly username: string | null;
  readonly website: string | null;
}

export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly postalCode: string | null;
  readonly state: string | null;
  readonly street: string | null;
}

export interface Company {
  readonly name: string | null;
  readonly id: string | null;
  readonly industry: string | null;
  readonly employeeCount: number | null;
  readonly plan: string | null;
}

/** Golden values by trait name, as they are or as the caller may see them. */
export type GoldenTraits = ReadonlyMap<string, unknown>;

export function readProfileTraits(golden: GoldenTraits): ProfileTraits {
  const text = (trait: ReservedTrait) => readText(golden.get(trait));
  return {
    address: readAddress(golden.get('address')),
    age: readInteger(golden.get('age')),
    avatar: text('avatar'),
    birthday: text('birthday'),
    company: readCompany(golden.get('company')),
    createdAt: text('createdAt'),
    description: text('description'),
    email: text('email'),
    firstName: text('firstName'),
    gender: text('gender'),
    id: text('id'),
    lastName: text('lastName'),
    name: text('name'),
    phone: text('phone'),
    title: text('title'),
    username: text('username'),
    website: text('website'),
  };
}

export function isReservedTrait(trait: string): trait is ReservedTrait {
  return Object.hasOwn(reservedTraits, trait);
}

/** Share of the reserved traits that have a value, 0 to 1. */
export function completenessOf(golden: GoldenTraits): number {
  const values = Object.values(readProfileTraits(golden));
  return values.filter((value) => value !== null).length / values.length;
}

/** A name to show: full name, else e-mail, else null. */
export function nameToShow({ name, firstName, lastName, email }: ProfileTraits): string | null {
  const fullName = name ?? [firstName, lastName].filter((part) => part !== null).join(' ');
  return fullName.trim() === '' ? email : fullName;
}

function readAddress(value: unknown): Address | null {
  if (!isObject(value)) return null;
  return {
    city: readText(value['city']),
    country: readText(value['country']),
    postalCode: readText(value['postalCode']),
    state: readText(value['state']),
    street: readText(value['street']),
  };
}

function readCompany(value: unknown): Company | null {
  if (!isObject(value)) return null;
  return {
    name: readText(value['name']),
    id: readText(value['id']),
    industry: readText(value['industry']),
    employeeCount: readInteger(value['employeeCount'] ?? value['employee_count']),
    plan: readText(value['plan']),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** GraphQL's Int holds 32 bits. */
function readInteger(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null;
}
