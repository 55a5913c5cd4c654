import type { ComparisonOperator, Expression, SortKey, Statement } from '../ast.ts';
import type { Evaluate } from '../run/runtime.ts';
import type { CompileContext } from './context.ts';
import { isMovable, namesIn } from './free-names.ts';
import { conjuncts } from './move-filters.ts';

/** A comparison of an attribute of the loop's document with something that is known before the loop. */
export interface IndexCondition {
  /** As an index names it: `a.b`, `tags[*]`. */
  readonly field: string;
  readonly operator: Exclude<ComparisonOperator, '!=' | 'NOT IN'>;
  readonly value: Evaluate;
}

const mirrored = { '==': '==', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** The conditions that filters after a loop put on its variable; called before the variable is declared. */
export function indexConditions(
  variable: string,
  following: readonly Statement[],
  context: CompileContext,
): readonly IndexCondition[] {
  const found: IndexCondition[] = [];
  for (const statement of following) {
    if (!passes(statement)) break;
    if (statement.kind !== 'filter') continue;
    for (const condition of conjuncts(statement.condition)) {
      const usable = usableCondition(condition, variable, context);
      if (usable !== null) found.push(usable);
    }
  }
  return found;
}

function passes({ kind }: Statement): boolean {
  return (
    kind === 'filter' ||
    kind === 'let' ||
    kind === 'for' ||
    kind === 'traversal' ||
    kind === 'path' ||
    kind === 'sort'
  );
}

/** A comparison of an attribute of the variable with something known, as an index could serve it; null for others. */
export function usableCondition(
  condition: Expression,
  variable: string,
  context: CompileContext,
): IndexCondition | null {
  if (condition.kind !== 'binary') return null;
  const { operator, left, right } = condition;
  if (operator === 'IN') {
    const field = fieldOf(left, variable);
    if (field !== null && isKnown(right, context)) return { field, operator, value: context.part(right) };
    const member = fieldOf(right, variable);
    if (member === null || !isKnown(left, context)) return null;
    const element = member.endsWith('[*]') ? member : `${member}[*]`;
    return { field: element, operator: '==', value: context.part(left) };
  }
  if (!(operator in mirrored)) return null;
  const comparison = operator as keyof typeof mirrored;
  const field = fieldOf(left, variable);
  if (field !== null && isKnown(right, context))
    return { field, operator: comparison, value: context.part(right) };
  const other = fieldOf(right, variable);
  if (other === null || !isKnown(left, context)) return null;
  return { field: other, operator: mirrored[comparison], value: context.part(left) };
}

/** The attribute path of `variable.a.b` as an index field, or null when the expression is something else. */
export function fieldOf(node: Expression, variable: string): string | null {
  if (node.kind === 'expansion') {
    if (node.levels > 1 || node.filter !== null || node.limit !== null || node.projection !== null)
      return null;
    const array = fieldOf(node.target, variable);
    const rest = node.body.kind === 'element' ? '' : elementPath(node.body);
    return array === null || rest === null ? null : `${array}[*]${rest}`;
  }
  if (node.kind === 'index' && node.index.kind === 'literal' && typeof node.index.value === 'string') {
    return joined(node.target, node.index.value, variable);
  }
  return node.kind === 'attribute' ? joined(node.target, node.name, variable) : null;
}

function joined(target: Expression, name: string, variable: string): string | null {
  if (target.kind === 'name') return target.name === variable ? name : null;
  const path = fieldOf(target, variable);
  return path === null ? null : `${path}.${name}`;
}

/** `.a.b` of what follows an expansion's element; null when it is something else. */
export function elementPath(node: Expression): string | null {
  if (node.kind !== 'attribute') return null;
  const outer = node.target.kind === 'element' ? '' : elementPath(node.target);
  return outer === null ? null : `${outer}.${node.name}`;
}

function isKnown(node: Expression, context: CompileContext): boolean {
  return isMovable(node) && [...namesIn(node)].every((name) => context.scopes.find(name) !== null);
}

export interface IndexOrder {
  readonly fields: readonly string[];
  readonly isDescending: boolean;
}

/** The order in which a sort after the loop wants its documents, when an index could give it. */
export function wantedOrder(variable: string, following: readonly Statement[]): IndexOrder | null {
  for (const statement of following) {
    if (statement.kind === 'filter' || statement.kind === 'let') continue;
    return statement.kind === 'sort' ? orderOf(statement.keys, variable) : null;
  }
  return null;
}

function orderOf(keys: readonly SortKey[], variable: string): IndexOrder | null {
  const fields = keys.map(({ value }) => fieldOf(value, variable));
  const directions = new Set(keys.map(({ direction }) => direction ?? 'ASC'));
  const [direction] = directions;
  if (directions.size !== 1 || (direction !== 'ASC' && direction !== 'DESC')) return null;
  if (!fields.every((field) => field !== null)) return null;
  return { fields, isDescending: direction === 'DESC' };
}
