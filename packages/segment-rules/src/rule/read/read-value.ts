import { z } from 'zod';
import type { PropertyCondition, SegmentRule, ValueSource } from '../rule.ts';
import type { ValueTest } from '../value-test.ts';
import { readTest, testOperators } from './read-test.ts';
import type { Path, Reading } from './reading.ts';
import { name } from './schemas.ts';

const variable = z.strictObject({ var: name });
const sources: ReadonlyMap<string, ValueSource> = new Map([
  ['traits', 'trait'],
  ['computed', 'computed'],
]);

export function isValueOperator(operator: string): boolean {
  return testOperators.has(operator);
}

/** `{"==": [{"var": "traits.plan"}, "free"]}`. */
export function readValueCondition(
  reading: Reading,
  path: Path,
  operator: string,
  argument: unknown,
): SegmentRule | null {
  const operands = readOperands(reading, path, operator, argument);
  if (operands === null) return null;
  const [root, valuePath] = split(operands.variable);
  const source = sources.get(root);
  if (source === undefined || valuePath === '') {
    return reading.refuse([...path, 0, 'var'], 'UNKNOWN_FIELD', 'must be traits.NAME or computed.NAME');
  }
  return operands.test && { kind: 'value', source, path: valuePath, test: operands.test };
}

/** The same for one event's properties, whose tests may not depend on the moment of evaluation. */
export function readPropertyCondition(
  reading: Reading,
  path: Path,
  operator: string,
  argument: unknown,
): PropertyCondition | null {
  const operands = readOperands(reading, path, operator, argument);
  if (operands === null) return null;
  const { test } = operands;
  const [root, propertyPath] = split(operands.variable);
  if (root !== 'properties' || propertyPath === '') {
    return reading.refuse([...path, 0, 'var'], 'UNKNOWN_FIELD', 'must be properties.NAME');
  }
  if (test?.test === 'instant' && 'fromNow' in test.to) {
    const reason = 'an event either matches or not: its properties are compared with dates, not with now';
    return reading.refuse([...path, 1], 'REFUSED', reason);
  }
  return test && { kind: 'property', path: propertyPath, test };
}

function readOperands(
  reading: Reading,
  path: Path,
  operator: string,
  argument: unknown,
): { readonly variable: string; readonly test: ValueTest | null } | null {
  const size = operator === 'exists' ? 1 : 2;
  if (!Array.isArray(argument) || argument.length !== size) {
    return reading.refuse(path, 'WRONG_TYPE', `must be a list of ${size}: a variable first`);
  }
  const read = reading.check([...path, 0], variable, argument[0]);
  const test = readTest(reading, [...path, 1], operator, argument[1]);
  return read === null ? null : { variable: read.var, test };
}

function split(path: string): readonly [string, string] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
}
