import type { Comparison, Moment, ValueTest } from '../rule/value-test.ts';
import type { TypedValue } from './typed-value.ts';

/** Whether a value passes a test at a moment; undefined is a missing value. */
export function passes(test: ValueTest, value: TypedValue | undefined, at: number): boolean {
  if (value === undefined) return false;
  switch (test.test) {
    case 'equals':
      return sameType(value, test.value) === test.value;
    case 'differs': {
      const present = sameType(value, test.value);
      return present !== null && present !== test.value;
    }
    case 'number':
      return value.number !== null && compares(value.number, test.op, test.value);
    case 'instant':
      return value.instant !== null && compares(value.instant, test.op, momentAt(test.to, at));
    case 'text':
      return value.string !== null && contains(value.string, test.op, test.value);
    case 'in':
      return test.values.some((one) => sameType(value, one) === one);
    case 'exists':
      return true;
    default:
      return test satisfies never;
  }
}

/** Milliseconds of a moment, as seen at another. */
export function momentAt(moment: Moment, at: number): number {
  return 'date' in moment ? moment.date.at : at + moment.fromNow;
}

export function compares(left: number, op: Comparison, right: number): boolean {
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    default:
      return op satisfies never;
  }
}

/** Moments after which a test on this value may answer otherwise, however long one waits. */
export function turnsOf(test: ValueTest, value: TypedValue | undefined): readonly number[] {
  if (test.test !== 'instant' || !('fromNow' in test.to) || typeof value?.instant !== 'number') return [];
  const equal = value.instant - test.to.fromNow;
  return [equal, equal + 1];
}

function sameType(value: TypedValue, constant: string | number | boolean): string | number | boolean | null {
  if (typeof constant === 'number') return value.number;
  return typeof constant === 'string' ? value.string : value.boolean;
}

function contains(text: string, op: 'contains' | 'starts_with' | 'ends_with', part: string): boolean {
  switch (op) {
    case 'contains':
      return text.includes(part);
    case 'starts_with':
      return text.startsWith(part);
    case 'ends_with':
      return text.endsWith(part);
    default:
      return op satisfies never;
  }
}
