import { z } from 'zod';
import { maxInValues } from '../limits.ts';
import type { Order, ValueTest } from '../value-test.ts';
import { readMoment } from './read-date.ts';
import type { Path, Reading } from './reading.ts';
import { text } from './schemas.ts';

export const testOperators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'exists',
]);

const texts = z.array(text).min(1).max(maxInValues);
const numbers = z.array(z.number()).min(1).max(maxInValues);

/** What an operator of `testOperators` asks of a value; `constant` is what stands on its right side. */
export function readTest(
  reading: Reading,
  path: Path,
  operator: string,
  constant: unknown,
): ValueTest | null {
  switch (operator) {
    case '==':
    case '!=': {
      const value = readScalar(reading, path, constant);
      return value === null ? null : { test: operator === '==' ? 'equals' : 'differs', value };
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return readOrder(reading, path, operator, constant);
    case 'in': {
      const isNumbers = Array.isArray(constant) && typeof constant[0] === 'number';
      const values = isNumbers
        ? reading.check(path, numbers, constant)
        : reading.check(path, texts, constant);
      return values && { test: 'in', values };
    }
    case 'contains':
    case 'starts_with':
    case 'ends_with': {
      const value = reading.check(path, text, constant);
      return value === null ? null : { test: 'text', op: operator, value };
    }
    case 'exists':
      return { test: 'exists' };
    default:
      return reading.refuse(path, 'UNKNOWN_OPERATOR', `unknown comparison ${operator}`);
  }
}

function readScalar(reading: Reading, path: Path, constant: unknown): string | number | boolean | null {
  if (typeof constant === 'number' || typeof constant === 'boolean') return constant;
  if (typeof constant === 'string') return reading.check(path, text, constant);
  const reason = 'can be equal to a text, a number, true or false only; use exists for missing values';
  return reading.refuse(path, constant === undefined ? 'MISSING' : 'NOT_COMPARABLE', reason);
}

function readOrder(reading: Reading, path: Path, op: Order, constant: unknown): ValueTest | null {
  if (typeof constant === 'number') return { test: 'number', op, value: constant };
  if (typeof constant === 'string' || typeof constant === 'boolean') {
    const reason = 'texts and booleans have no order: compare with a number, a date or now';
    return reading.refuse(path, 'NOT_COMPARABLE', reason);
  }
  const to = readMoment(reading, path, constant);
  return to && { test: 'instant', op, to };
}
