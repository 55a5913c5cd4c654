import type { Json } from '../rule/print-rule.ts';

type Translate = (variable: Json, value: Json) => Json | null;

const plain =
  (operator: string): Translate =>
  (variable, value) => ({ [operator]: [variable, value] });

const negated =
  (operator: string): Translate =>
  (variable, value) => ({ not: { [operator]: [variable, value] } });

const between: Translate = (variable, value) => {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high] = value as unknown as readonly [Json, Json]; // a list of length two
  return { and: [{ '>=': [variable, low] }, { '<=': [variable, high] }] };
};

/** Operators of React Query Builder that work on a value, and what they are in a rule. */
export const valueOperators: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ['=', plain('==')],
  ['!=', plain('!=')],
  ['<', plain('<')],
  ['<=', plain('<=')],
  ['>', plain('>')],
  ['>=', plain('>=')],
  ['contains', plain('contains')],
  ['beginsWith', plain('starts_with')],
  ['endsWith', plain('ends_with')],
  ['doesNotContain', negated('contains')],
  ['doesNotBeginWith', negated('starts_with')],
  ['doesNotEndWith', negated('ends_with')],
  ['in', plain('in')],
  ['notIn', negated('in')],
  ['notNull', (variable) => ({ exists: [variable] })],
  ['null', (variable) => ({ not: { exists: [variable] } })],
  ['between', between],
  [
    'notBetween',
    (variable, value) => {
      const inside = between(variable, value);
      return inside && { not: inside };
    },
  ],
]);

/** Operators of rules that stand as fields, each with its own value editor. */
export const conditionFields: ReadonlySet<string> = new Set([
  'has_identifier',
  'identifier_count',
  'consent',
  'in_segment',
  'in_list',
  'now',
  'event_count',
  'event_sequence',
  'event_sum',
  'event_min',
  'event_max',
  'event_average',
  'event_last',
  'trait_changed',
]);
