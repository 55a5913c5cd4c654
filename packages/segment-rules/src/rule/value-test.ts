import type { RuleDate } from './rule-date.ts';

export type Comparison = '<' | '<=' | '==' | '!=' | '>=' | '>';
export type Order = Exclude<Comparison, '==' | '!='>;
export type Scalar = string | number | boolean;

/** A date, or the moment of evaluation plus some milliseconds. */
export type Moment = { readonly date: RuleDate } | { readonly fromNow: number };

/**
 * What is asked of one typed value. Nothing is converted: a value of another type fails every test but `exists`, and a
 * missing value fails all of them, `differs` too.
 */
export type ValueTest =
  | { readonly test: 'equals'; readonly value: Scalar }
  | { readonly test: 'differs'; readonly value: Scalar }
  | { readonly test: 'number'; readonly op: Order; readonly value: number }
  | { readonly test: 'instant'; readonly op: Order; readonly to: Moment }
  | { readonly test: 'text'; readonly op: TextOperator; readonly value: string }
  | { readonly test: 'in'; readonly values: readonly string[] | readonly number[] }
  | { readonly test: 'exists' };

export type TextOperator = 'contains' | 'starts_with' | 'ends_with';

export type ValueType = 'number' | 'string' | 'boolean' | 'instant';

/** The type of the values that a test can hold for; null for `exists`, which holds for any. */
export function testedType(test: ValueTest): ValueType | null {
  switch (test.test) {
    case 'equals':
    case 'differs':
      return scalarType(test.value);
    case 'number':
      return 'number';
    case 'instant':
      return 'instant';
    case 'text':
      return 'string';
    case 'in':
      return typeof test.values[0] === 'number' ? 'number' : 'string';
    case 'exists':
      return null;
    default:
      return test satisfies never;
  }
}

function scalarType(value: Scalar): ValueType {
  if (typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'string' : 'boolean';
}
