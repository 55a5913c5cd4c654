import { ArangoError } from '../../errors.ts';
import { functions } from '../../functions/registry.ts';
import { isArray, isTruthy, toNumber } from '../../values/casts.ts';
import { compareValues, equalValues } from '../../values/compare.ts';
import type { Value } from '../../values/value.ts';
import type { ComparisonOperator, Expression } from '../ast.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import { toInteger } from './access.ts';
import type { CompileContext } from './context.ts';
import { isMember } from './membership.ts';

type Binary = Expression & { kind: 'binary' };

export function compileUnary(node: Expression & { kind: 'unary' }, context: CompileContext): Evaluate {
  const operand = context.part(node.operand);
  switch (node.operator) {
    case 'NOT':
      return (frame) => !isTruthy(operand(frame));
    case '+':
      return (frame) => finite(toNumber(operand(frame)));
    case '-':
      return (frame) => finite(0 - toNumber(operand(frame)));
    default:
      return node.operator satisfies never;
  }
}

export function compileTernary(node: Expression & { kind: 'ternary' }, context: CompileContext): Evaluate {
  const condition = context.part(node.condition);
  const whenFalse = context.branch(node.whenFalse);
  if (node.whenTrue === null) {
    return (frame) => {
      const value = condition(frame);
      return isTruthy(value) ? value : whenFalse(frame);
    };
  }
  const whenTrue = context.branch(node.whenTrue);
  return (frame) => (isTruthy(condition(frame)) ? whenTrue(frame) : whenFalse(frame));
}

export function compileBinary(node: Binary, context: CompileContext): Evaluate {
  if (node.operator === 'AND' || node.operator === 'OR') return compileLogical(node, context);
  const left = context.part(node.left);
  const right = context.part(node.right);
  switch (node.operator) {
    case '+':
      return (frame) => finite(toNumber(left(frame)) + toNumber(right(frame)));
    case '-':
      return (frame) => finite(toNumber(left(frame)) - toNumber(right(frame)));
    case '*':
      return (frame) => finite(toNumber(left(frame)) * toNumber(right(frame)));
    case '/':
      return (frame) => divide(toNumber(left(frame)), toNumber(right(frame)), frame);
    case '%':
      return (frame) => remainder(toNumber(left(frame)), toNumber(right(frame)), frame);
    case '..':
      return (frame) => rangeArray(toInteger(left(frame)), toInteger(right(frame)));
    case 'LIKE':
      return callOperator('LIKE', left, right);
    case '=~':
      return callOperator('REGEX_TEST', left, right);
    case 'NOT LIKE':
      return negated(callOperator('LIKE', left, right));
    case '!~':
      return negated(callOperator('REGEX_TEST', left, right));
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'IN':
    case 'NOT IN': {
      const compare = comparison(node.operator);
      return (frame) => compare(left(frame), right(frame));
    }
    default:
      return node.operator satisfies never;
  }
}

function compileLogical(node: Binary, context: CompileContext): Evaluate {
  const left = context.branch(node.left);
  const right = context.branch(node.right);
  if (node.operator === 'AND') {
    return (frame) => {
      const value = left(frame);
      return isTruthy(value) ? right(frame) : value;
    };
  }
  return (frame) => {
    const value = left(frame);
    return isTruthy(value) ? value : right(frame);
  };
}

/** The test that a comparison makes of two values; IN and NOT IN are false when the right one is no array. */
export function comparison(operator: ComparisonOperator): (left: Value, right: Value) => boolean {
  switch (operator) {
    case '==':
      return (left, right) => equalValues(left, right);
    case '!=':
      return (left, right) => !equalValues(left, right);
    case '<':
      return (left, right) => compareValues(left, right) < 0;
    case '<=':
      return (left, right) => compareValues(left, right) <= 0;
    case '>':
      return (left, right) => compareValues(left, right) > 0;
    case '>=':
      return (left, right) => compareValues(left, right) >= 0;
    case 'IN':
      return (left, right) => isArray(right) && isMember(left, right);
    case 'NOT IN':
      return (left, right) => isArray(right) && !isMember(left, right);
    default:
      return operator satisfies never;
  }
}

function callOperator(name: string, left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => functions.get(name)?.call([left(frame), right(frame)], frame.runtime.functions) ?? null;
}

function negated(evaluate: Evaluate): Evaluate {
  return (frame) => !isTruthy(evaluate(frame));
}

/** What is no finite number is null. */
function finite(value: number): Value {
  if (!Number.isFinite(value)) return null;
  return value === 0 ? 0 : value;
}

function divide(left: number, right: number, frame: Frame): Value {
  if (right !== 0) return finite(left / right);
  frame.runtime.warn(1562, 'division by zero');
  return null;
}

function remainder(left: number, right: number, frame: Frame): Value {
  if (right !== 0) return finite(left % right);
  frame.runtime.warn(1562, 'division by zero');
  return null;
}

const longestRange = 10_000_000;

export function rangeArray(from: number, to: number): readonly Value[] {
  const length = Math.abs(to - from) + 1;
  if (length > longestRange) throw new ArangoError(1504, 'number out of range');
  const step = from <= to ? 1 : -1;
  const range: number[] = [];
  for (let index = 0; index < length; index++) range.push(from + index * step);
  return range;
}
