import type { BinaryOperator } from '../ast.ts';
import type { TokenStream } from './token-stream.ts';

/** Binding powers from loose to tight, as the grammar of 3.11 orders them. */
export const power = {
  ternary: 1,
  or: 2,
  and: 3,
  quantifier: 4,
  equality: 5,
  in: 6,
  relation: 7,
  range: 8,
  sum: 9,
  product: 10,
  unary: 11,
} as const;

const signs: Readonly<Record<string, readonly [BinaryOperator, number]>> = {
  '||': ['OR', power.or],
  '&&': ['AND', power.and],
  '==': ['==', power.equality],
  '!=': ['!=', power.equality],
  '=~': ['=~', power.equality],
  '!~': ['!~', power.equality],
  '<': ['<', power.relation],
  '<=': ['<=', power.relation],
  '>': ['>', power.relation],
  '>=': ['>=', power.relation],
  '..': ['..', power.range],
  '+': ['+', power.sum],
  '-': ['-', power.sum],
  '*': ['*', power.product],
  '/': ['/', power.product],
  '%': ['%', power.product],
};

const words: Readonly<Record<string, readonly [BinaryOperator, number]>> = {
  OR: ['OR', power.or],
  AND: ['AND', power.and],
  LIKE: ['LIKE', power.equality],
  IN: ['IN', power.in],
};

export interface InfixOperator {
  readonly operator: BinaryOperator;
  readonly power: number;
  /** Tokens that the operator takes. */
  readonly length: number;
}

/** The binary operator that starts `ahead` tokens from here, or null. */
export function infixOperator(stream: TokenStream, ahead = 0): InfixOperator | null {
  const token = stream.peek(ahead);
  if (token.kind !== 'punctuation' && token.kind !== 'keyword') return null;
  if (token.kind === 'keyword' && token.text === 'NOT') {
    if (stream.isKeyword('IN', ahead + 1)) return { operator: 'NOT IN', power: power.in, length: 2 };
    if (stream.isKeyword('LIKE', ahead + 1))
      return { operator: 'NOT LIKE', power: power.equality, length: 2 };
    return null;
  }
  const found = (token.kind === 'keyword' ? words : signs)[token.text];
  return found === undefined ? null : { operator: found[0], power: found[1], length: 1 };
}
