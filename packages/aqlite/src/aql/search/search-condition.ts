import { notImplemented } from '../../errors.ts';
import { isTruthy } from '../../values/casts.ts';
import type { Document } from '../../values/value.ts';
import type { Expression } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { namesIn } from '../compile/free-names.ts';
import type { Frame } from '../run/runtime.ts';
import type { IndexedFields } from './indexed-fields.ts';
import type { Hit } from './score.ts';

/** One document under test. */
export interface Candidate {
  readonly frame: Frame;
  readonly document: Document;
  readonly fields: IndexedFields;
  /** Takes what each condition met, for the scores. */
  readonly hits: Hit[];
}

export type SearchTest = (candidate: Candidate) => boolean;

/** Where in the condition the compiler is. */
export interface SearchScope {
  readonly context: CompileContext;
  /** Name of the loop's variable. */
  readonly variable: string;
  readonly analyzer: ((frame: Frame) => string) | null;
  readonly boost: ((frame: Frame) => number) | null;
  /** Gives each condition its number. */
  readonly nextCondition: () => number;
  readonly compile: (node: Expression, scope: SearchScope) => SearchTest;
  readonly compileCall: (node: Expression & { kind: 'call' }, scope: SearchScope) => SearchTest;
  readonly compileComparison: (node: Expression, scope: SearchScope) => SearchTest | null;
}

/** Compiles SEARCH; all parts are tested, none is skipped, so that the scores see what each condition meets. */
export function compileSearch(node: Expression, scope: SearchScope): SearchTest {
  if (node.kind === 'binary' && (node.operator === 'AND' || node.operator === 'OR')) {
    const left = scope.compile(node.left, scope);
    const right = scope.compile(node.right, scope);
    const isAnd = node.operator === 'AND';
    return (candidate) => {
      const [first, second] = [left(candidate), right(candidate)];
      return isAnd ? first && second : first || second;
    };
  }
  if (node.kind === 'unary' && node.operator === 'NOT') {
    const inner = scope.compile(node.operand, scope);
    return (candidate) => !inner({ ...candidate, hits: [] });
  }
  if (!namesIn(node).has(scope.variable)) {
    const constant = scope.context.part(node);
    return ({ frame }) => isTruthy(constant(frame));
  }
  const comparison = scope.compileComparison(node, scope);
  if (comparison !== null) return comparison;
  if (node.kind === 'call') return scope.compileCall(node, scope);
  throw notImplemented(`${node.kind} expression in SEARCH`);
}
