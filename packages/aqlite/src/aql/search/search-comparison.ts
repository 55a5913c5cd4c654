import { compareValues, equalValues } from '../../values/compare.ts';
import { identityOf } from '../../values/distinct.ts';
import type { Value } from '../../values/value.ts';
import type { BinaryOperator, ComparisonOperator, Expression } from '../ast.ts';
import { fieldOf } from '../compile/index-conditions.ts';
import { isMember } from '../compile/membership.ts';
import type { Frame } from '../run/runtime.ts';
import { countTokens } from './indexed-fields.ts';
import type { Candidate, SearchScope, SearchTest } from './search-condition.ts';

const mirrored: Readonly<Partial<Record<BinaryOperator, ComparisonOperator>>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A comparison of a field with a value: of each of its tokens. */
export function compileComparison(node: Expression, scope: SearchScope): SearchTest | null {
  if (node.kind !== 'binary') return null;
  const { operator, left, right } = node;
  const path = searchField(left, scope);
  if (path !== null && (operator in mirrored || operator === 'IN' || operator === 'NOT IN')) {
    return testField({ path, operator: operator as ComparisonOperator, value: right }, scope);
  }
  const other = searchField(right, scope);
  const turned = mirrored[operator];
  if (other !== null && turned !== undefined)
    return testField({ path: other, operator: turned, value: left }, scope);
  if (other !== null && operator === 'IN')
    return testField({ path: other, operator: '==', value: left }, scope);
  return null;
}

function testField(
  test: { readonly path: string; readonly operator: ComparisonOperator; readonly value: Expression },
  scope: SearchScope,
): SearchTest {
  const value = scope.context.part(test.value);
  if (test.operator === '!=' || test.operator === 'NOT IN') {
    const positive = test.operator === '!=' ? '==' : 'IN';
    const inner = matchTokens(test.path, scope, (wanted) => passing(positive, wanted));
    return (candidate) => !inner({ ...candidate, hits: [] }, value(candidate.frame));
  }
  if (test.operator === 'IN') {
    // each member is a term of its own to the scores
    const matches = matchTokens(test.path, scope, (wanted) => passing('==', wanted));
    return (candidate) => {
      const wanted = value(candidate.frame);
      if (!Array.isArray(wanted)) return false;
      const members = wanted as readonly Value[];
      return members.filter((member) => matches(candidate, member)).length > 0;
    };
  }
  const matches = matchTokens(test.path, scope, (wanted) => passing(test.operator, wanted));
  return (candidate) => matches(candidate, value(candidate.frame));
}

function passing(operator: ComparisonOperator, wanted: Value): (token: Value) => boolean {
  switch (operator) {
    case '==':
      return (token) => equalValues(token, wanted);
    case '<':
      return (token) => sameKind(token, wanted) && compareValues(token, wanted) < 0;
    case '<=':
      return (token) => sameKind(token, wanted) && compareValues(token, wanted) <= 0;
    case '>':
      return (token) => sameKind(token, wanted) && compareValues(token, wanted) > 0;
    case '>=':
      return (token) => sameKind(token, wanted) && compareValues(token, wanted) >= 0;
    case 'IN':
      return (token) => Array.isArray(wanted) && isMember(token, wanted as readonly Value[]);
    case '!=':
    case 'NOT IN':
      return () => false;
    default:
      return operator satisfies never;
  }
}

/** A view keeps each type apart: a range holds values of its own type only. */
function sameKind(left: Value, right: Value): boolean {
  return left !== null && right !== null && typeof left === typeof right;
}

/** The attribute path of the loop's document, or null. */
export function searchField(node: Expression, scope: SearchScope): string | null {
  return fieldOf(node, scope.variable)?.replaceAll('[*]', '') ?? null;
}

/** Tests a field for tokens that pass, and notes the hit. */
export function matchTokens(
  path: string,
  scope: SearchScope,
  test: (wanted: Value, frame: Frame) => (token: Value) => boolean,
): (candidate: Candidate, wanted: Value) => boolean {
  const condition = scope.nextCondition();
  return (candidate, wanted) => {
    const { frame, document, fields } = candidate;
    const field = fields.read(document, path, scope.analyzer?.(frame) ?? null);
    const { found, length } = countTokens(field, test(wanted, frame));
    if (found === 0) return false;
    candidate.hits.push({
      condition: `${condition} ${identityOf(wanted)}`,
      frequency: found,
      length,
      boost: scope.boost?.(frame) ?? 1,
    });
    return true;
  };
}
