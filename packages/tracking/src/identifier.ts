/** Identifier types with a meaning of their own; every other type is a declared external id. */
export const USER_ID = 'user_id';
export const ANONYMOUS_ID = 'anonymous_id';

/** One identifier of an event: the type and its normalised value. */
export interface Identifier {
  readonly type: string;
  readonly value: string;
}
