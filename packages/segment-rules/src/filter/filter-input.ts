import { z } from 'zod';
import type { Json } from '../rule/print-rule.ts';

/** Operators of a filter on one value, and what they are in a rule. */
export const filterOperators = {
  equals: '==',
  notEquals: '!=',
  lessThan: '<',
  atMost: '<=',
  atLeast: '>=',
  greaterThan: '>',
  contains: 'contains',
  startsWith: 'starts_with',
  endsWith: 'ends_with',
  in: 'in',
  exists: 'exists',
} as const;

export type FilterOperator = keyof typeof filterOperators;

/** Exactly one operator; `exists` is true, or false for a missing value. */
export type ValueFilterInput = { readonly [operator in FilterOperator]?: Json };

export type TraitFilterInput = ValueFilterInput & { readonly trait: string };
export type PropertyFilterInput = ValueFilterInput & { readonly property: string };

/** Which events. All given properties must fit. */
export interface EventFilterInput {
  readonly name?: string;
  readonly properties?: readonly PropertyFilterInput[];
  readonly within?: Json;
  readonly from?: Json;
  readonly to?: Json;
  readonly calendar?: Json;
}

/** The shape of the OASIS CDP events filter: how often matching events happened, at least once when not said. */
export interface ProfileEventsFilterInput {
  readonly and?: readonly ProfileEventsFilterInput[];
  readonly or?: readonly ProfileEventsFilterInput[];
  readonly not?: ProfileEventsFilterInput;
  readonly minimalCount?: number;
  readonly maximalCount?: number;
  readonly eventFilter?: EventFilterInput;
}

/** The shape of the OASIS CDP profile filter: everything that is given must hold. */
export interface ProfileFilterInput {
  readonly and?: readonly ProfileFilterInput[];
  readonly or?: readonly ProfileFilterInput[];
  readonly not?: ProfileFilterInput;
  readonly traits?: readonly TraitFilterInput[];
  readonly segments_contains?: readonly string[];
  readonly lists_contains?: readonly string[];
  /** Purposes with a grant. */
  readonly consents_contains?: readonly string[];
  readonly events?: ProfileEventsFilterInput;
}

const value = z.unknown().optional();
const operators = {
  equals: value,
  notEquals: value,
  lessThan: value,
  atMost: value,
  atLeast: value,
  greaterThan: value,
  contains: value,
  startsWith: value,
  endsWith: value,
  in: value,
  exists: z.boolean().optional(),
} satisfies Record<FilterOperator, z.ZodType>;

export const traitFilter = z.strictObject({ trait: z.string(), ...operators });
export const propertyFilter = z.strictObject({ property: z.string(), ...operators });

export const eventFilter = z.strictObject({
  name: z.string().optional(),
  properties: z.array(propertyFilter).optional(),
  within: value,
  from: value,
  to: value,
  calendar: value,
});

const list = z.array(z.unknown()).min(1).optional();
const ids = z.array(z.string()).min(1).optional();

export const eventsFilter = z.strictObject({
  and: list,
  or: list,
  not: value,
  minimalCount: z.int().min(0).optional(),
  maximalCount: z.int().min(0).optional(),
  eventFilter: eventFilter.optional(),
});

export const profileFilter = z.strictObject({
  and: list,
  or: list,
  not: value,
  traits: z.array(traitFilter).min(1).optional(),
  segments_contains: ids,
  lists_contains: ids,
  consents_contains: ids,
  events: value,
});
