export type ReservedTraitType = 'string' | 'number' | 'date' | 'object';

/** Traits of an identify call to which the Segment Spec gives a meaning, with the type that it wants. */
export const reservedTraits = {
  address: 'object',
  age: 'number',
  avatar: 'string',
  birthday: 'date',
  company: 'object',
  createdAt: 'date',
  description: 'string',
  email: 'string',
  firstName: 'string',
  gender: 'string',
  id: 'string',
  lastName: 'string',
  name: 'string',
  phone: 'string',
  title: 'string',
  username: 'string',
  website: 'string',
} as const satisfies Record<string, ReservedTraitType>;

export type ReservedTrait = keyof typeof reservedTraits;
