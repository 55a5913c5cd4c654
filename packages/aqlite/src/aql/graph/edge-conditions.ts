import type { Expression, Statement, TraversalStatement } from '../ast.ts';
import { isMovable, namesIn } from '../compile/free-names.ts';
import { usableCondition } from '../compile/index-conditions.ts';
import type { Variable } from '../compile/scope.ts';
import { filtersAfter, type Known, type PathCondition } from './path-conditions.ts';

/**
 * Conditions on the edge variable, which a traversal of depth one tests before it reads the vertex. Not with
 * `uniqueVertices: "global"`, where an edge that fails would still count its vertex as visited.
 */
export function edgeConditions(
  edge: Variable,
  following: readonly Statement[],
  { context, known }: Known,
): readonly PathCondition[] {
  const found: PathCondition[] = [];
  for (const condition of filtersAfter(following)) {
    const names = namesIn(condition);
    if (!names.has(edge.name) || !isMovable(condition)) continue;
    if (![...names].every((name) => name === edge.name || known.has(name))) continue;
    found.push({
      part: 'edges',
      position: 0,
      slot: edge.slot,
      evaluate: context.part(condition),
      index: usableCondition(condition, edge.name, context),
      needsDepthOne: true,
    });
  }
  return found;
}

/** Whether the text alone says that the traversal tests conditions on its edge variable while it searches. */
export function hasDepthOne({ depth, options }: TraversalStatement): boolean {
  const last = depth?.kind === 'binary' && depth.operator === '..' ? depth.right : depth;
  const isOne = last === null || (last.kind === 'literal' && last.value === 1);
  return isOne && !namesGlobal(options);
}

function namesGlobal(options: Expression | null): boolean {
  return (
    options?.kind === 'object' &&
    options.entries.some(({ value }) => value.kind === 'literal' && value.value === 'global')
  );
}
