/** One identifier of an event: its type and its normalised value. */
export interface IdentifierValue {
  readonly type: string;
  readonly value: string;
}

/** At most `limit` values of a type in one set within `windowMs`; null means ever. */
export interface TypeLimit {
  readonly limit: number;
  readonly windowMs: number | null;
}

export const USER_ID = 'user_id';
export const EMAIL = 'email';
export const PHONE = 'phone';
export const ANONYMOUS_ID = 'anonymous_id';

const DECLARED_PRIORITY = 3;

const priorities: Readonly<Record<string, number>> = {
  __proto__: null as never, // a declared type may be called like a member of Object
  [USER_ID]: 0,
  [EMAIL]: 1,
  [PHONE]: 2,
  'ios.id': 4,
  'ios.idfa': 5,
  'android.id': 6,
  'android.idfa': 7,
  'ios.push_token': 8,
  'android.push_token': 9,
  ga_client_id: 10,
  [ANONYMOUS_ID]: 11,
};

/** Place of a type in an event's list: 0 is the strongest; every type that is not built in is a declared external id. */
export function typePriority(type: string): number {
  return priorities[type] ?? DECLARED_PRIORITY;
}

/** True for types of which a person has one value only. */
export function isUniqueType(type: string): boolean {
  return type === USER_ID;
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;

/** Limits that hold for a tenant until its configuration says otherwise; a type that is not listed has none. */
export const defaultTypeLimits: Readonly<Record<string, TypeLimit>> = {
  [USER_ID]: { limit: 1, windowMs: null },
  [EMAIL]: { limit: 5, windowMs: YEAR },
  [PHONE]: { limit: 5, windowMs: YEAR },
  'ios.id': { limit: 5, windowMs: YEAR },
  'ios.idfa': { limit: 5, windowMs: YEAR },
  'android.id': { limit: 5, windowMs: YEAR },
  'android.idfa': { limit: 5, windowMs: YEAR },
  'ios.push_token': { limit: 5, windowMs: YEAR },
  'android.push_token': { limit: 5, windowMs: YEAR },
  ga_client_id: { limit: 5, windowMs: 30 * DAY },
  [ANONYMOUS_ID]: { limit: 5, windowMs: 7 * DAY },
};
