import type { ComparisonOperator, Expression, Quantifier } from '../ast.ts';
import { infixOperator, power } from './precedence.ts';
import { parsePrimary } from './primary.ts';
import { parsePostfix } from './postfix.ts';
import type { TokenStream } from './token-stream.ts';

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'IN', 'NOT IN']);

export function parseExpression(stream: TokenStream, minimum = 0): Expression {
  return stream.nested(() => parseOperators(stream, minimum));
}

function parseOperators(stream: TokenStream, minimum: number): Expression {
  let left = parseUnary(stream);
  let links = 0;
  for (;;) {
    const longer =
      parseTernary(stream, left, minimum) ??
      parseQuantified(stream, left, minimum) ??
      parseBinary(stream, left, minimum);
    if (longer === null) break;
    left = longer;
    links++;
    stream.deepen(1);
  }
  stream.deepen(-links);
  return left;
}

function parseUnary(stream: TokenStream): Expression {
  for (const [sign, operator] of [
    ['+', '+'],
    ['-', '-'],
    ['!', 'NOT'],
  ] as const) {
    if (!stream.acceptSign(sign)) continue;
    return { kind: 'unary', operator, operand: stream.nested(() => parseUnary(stream)) };
  }
  if (stream.acceptKeyword('NOT')) {
    return { kind: 'unary', operator: 'NOT', operand: stream.nested(() => parseUnary(stream)) };
  }
  return parsePostfix(stream, parsePrimary(stream, parseExpression), parseExpression);
}

function parseTernary(stream: TokenStream, condition: Expression, minimum: number): Expression | null {
  if (minimum > power.ternary || !stream.acceptSign('?')) return null;
  if (stream.acceptSign(':')) {
    return { kind: 'ternary', condition, whenTrue: null, whenFalse: parseExpression(stream, power.ternary) };
  }
  const whenTrue = parseExpression(stream, power.ternary);
  stream.expectSign(':');
  return { kind: 'ternary', condition, whenTrue, whenFalse: parseExpression(stream, power.ternary) };
}

function parseBinary(stream: TokenStream, left: Expression, minimum: number): Expression | null {
  const infix = infixOperator(stream);
  if (infix === null || infix.power < minimum) return null;
  for (let i = 0; i < infix.length; i++) stream.next();
  return { kind: 'binary', operator: infix.operator, left, right: parseExpression(stream, infix.power + 1) };
}

function parseQuantified(stream: TokenStream, left: Expression, minimum: number): Expression | null {
  if (minimum > power.quantifier) return null;
  if (stream.isWord('AT') && stream.isWord('LEAST', 1) && stream.isSign('(', 2)) {
    stream.next();
    stream.next();
    stream.next();
    const atLeast = parseExpression(stream);
    stream.expectSign(')');
    return parseComparison(stream, left, { atLeast });
  }
  const token = stream.peek();
  if (token.kind !== 'keyword') return null;
  if (token.text !== 'ALL' && token.text !== 'ANY' && token.text !== 'NONE') return null;
  const following = infixOperator(stream, 1);
  // ANY may also be the direction of a traversal whose depth has just been read
  if (following === null || !comparisons.has(following.operator)) return null;
  stream.next();
  return parseComparison(stream, left, token.text);
}

function parseComparison(stream: TokenStream, left: Expression, quantifier: Quantifier): Expression {
  const infix = infixOperator(stream);
  if (infix === null || !comparisons.has(infix.operator)) throw stream.unexpected();
  for (let i = 0; i < infix.length; i++) stream.next();
  const right = parseExpression(stream, infix.power + 1);
  return { kind: 'quantified', quantifier, operator: infix.operator as ComparisonOperator, left, right };
}
