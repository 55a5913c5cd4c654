import type { Expression, Statement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { isMovable, namesIn } from '../compile/free-names.ts';
import { elementPath, type IndexCondition, usableCondition } from '../compile/index-conditions.ts';
import { conjuncts } from '../compile/move-filters.ts';
import type { Variable } from '../compile/scope.ts';
import type { Evaluate } from '../run/runtime.ts';

/**
 * A condition on the path that is decided once the path has reached it: `p.edges[i]...`, `p.vertices[i]...`, or each
 * new member of `p.edges[*]... ALL` and NONE. It is tested during the search, before a vertex counts as visited.
 */
export interface PathCondition {
  readonly part: 'edges' | 'vertices';
  /** Position of the member it speaks of; null for each of them. */
  readonly position: number | null;
  /** Where the member is put for the test: alone in an array when the condition speaks of all. */
  readonly slot: number;
  readonly evaluate: Evaluate;
  /** The same for an index on the edges; null when none could serve it. */
  readonly index: IndexCondition | null;
  /** It speaks of the edge variable, which is the first edge only when paths have one edge. */
  readonly needsDepthOne: boolean;
}

/** What is known where a traversal begins. */
export interface Known {
  readonly context: CompileContext;
  readonly known: ReadonlySet<string>;
}

/** What the filters after a traversal ask, as long as they speak of the same rows. */
export function* filtersAfter(following: readonly Statement[]): Generator<Expression> {
  for (const statement of following) {
    if (!['filter', 'let', 'for', 'traversal', 'path', 'sort'].includes(statement.kind)) return;
    if (statement.kind === 'filter') yield* conjuncts(statement.condition);
  }
}

const hidden = '\u0000member';

/** Conditions in the filters after a traversal that its search can test; called with its variables in scope. */
export function pathConditions(
  path: Variable,
  following: readonly Statement[],
  { context, known }: Known,
): readonly PathCondition[] {
  const found: PathCondition[] = [];
  for (const condition of filtersAfter(following)) {
    const rewritten = rewrite(condition, path.name);
    if (rewritten === null || !isMovable(condition)) continue;
    const names = [...namesIn(rewritten.condition)].filter((name) => name !== hidden);
    if (!names.every((name) => known.has(name))) continue;
    context.scopes.open('element');
    const { slot } = context.scopes.declare(hidden);
    const evaluate = context.part(rewritten.condition);
    const index = rewritten.part === 'edges' ? indexCondition(rewritten.condition, context) : null;
    context.scopes.close();
    const { part, position } = rewritten;
    found.push({ part, position, slot, evaluate, index, needsDepthOne: false });
  }
  return found;
}

function indexCondition(condition: Expression, context: CompileContext): IndexCondition | null {
  if (condition.kind !== 'quantified') return usableCondition(condition, hidden, context);
  const { left, right, operator, quantifier } = condition;
  if (quantifier !== 'ALL' || operator === '!=' || operator === 'NOT IN' || left.kind !== 'expansion') {
    return null;
  }
  const path = elementPath(left.body);
  if (path === null || path === '') return null;
  return { field: path.slice(1), operator, value: context.part(right) };
}

interface Member {
  readonly part: PathCondition['part'];
  readonly position: number | null;
}

type Rewritten = Member & { readonly condition: Expression };

function rewrite(condition: Expression, path: string): Rewritten | null {
  if (condition.kind === 'quantified') {
    const { left, quantifier } = condition;
    if (left.kind !== 'expansion' || left.levels > 1 || left.filter !== null) return null;
    if (left.limit !== null || left.projection !== null) return null;
    if (quantifier !== 'ALL' && quantifier !== 'NONE') return null;
    const part = partOf(left.target, path);
    if (part === null) return null;
    const target: Expression = { kind: 'name', name: hidden };
    return { part, position: null, condition: { ...condition, left: { ...left, target } } };
  }
  if (condition.kind !== 'binary') return null;
  const left = replaceMember(condition.left, path);
  if (left !== null) return { ...left.member, condition: { ...condition, left: left.node } };
  const right = replaceMember(condition.right, path);
  return right === null ? null : { ...right.member, condition: { ...condition, right: right.node } };
}

/** Replaces `p.edges[i]` at the root of an attribute path by the hidden variable. */
function replaceMember(
  node: Expression,
  path: string,
): { readonly node: Expression; readonly member: Member } | null {
  if (node.kind === 'attribute') {
    const target = replaceMember(node.target, path);
    return target === null ? null : { ...target, node: { ...node, target: target.node } };
  }
  if (node.kind !== 'index' || node.index.kind !== 'literal') return null;
  const part = partOf(node.target, path);
  const position = node.index.value;
  if (part === null || typeof position !== 'number' || position < 0) return null;
  return { node: { kind: 'name', name: hidden }, member: { part, position: Math.trunc(position) } };
}

function partOf(node: Expression, path: string): PathCondition['part'] | null {
  if (node.kind !== 'attribute' || node.target.kind !== 'name' || node.target.name !== path) return null;
  return node.name === 'edges' || node.name === 'vertices' ? node.name : null;
}
