import { compares } from './test-value.ts';
import type { ValueTest } from '../rule/value-test.ts';

/** A test of a number that is known only by how it compares: below 0 when it is less than x. */
export function numberTest(test: ValueTest, compareWith: (x: number) => number): boolean {
  switch (test.test) {
    case 'equals':
      return typeof test.value === 'number' && compareWith(test.value) === 0;
    case 'differs':
      return typeof test.value === 'number' && compareWith(test.value) !== 0;
    case 'number':
      return compares(compareWith(test.value), test.op, 0);
    case 'instant':
    case 'text':
    case 'in':
    case 'exists':
      throw new Error(`A number has no test ${test.test}`);
    default:
      return test satisfies never;
  }
}
