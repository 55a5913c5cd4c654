import type { Expression } from '../ast.ts';
import { functions } from '../../functions/registry.ts';

/** Whether an expression computes the same for the same values and has no effect: it may then run earlier or twice. */
export function isMovable(node: Expression): boolean {
  return everyPart(node, (part) => {
    if (part.kind === 'subquery') return false;
    return part.kind !== 'call' || (functions.get(part.name)?.deterministic ?? false);
  });
}

/** The names in an expression: variables, and collections where there is no such variable. */
export function namesIn(node: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  everyPart(node, (part) => {
    if (part.kind === 'name') names.add(part.name);
    return true;
  });
  return names;
}

export function hasSubquery(node: Expression): boolean {
  return !everyPart(node, ({ kind }) => kind !== 'subquery');
}

function everyPart(node: Expression, test: (part: Expression) => boolean): boolean {
  return test(node) && partsOf(node).every((part) => everyPart(part, test));
}

function present(...nodes: readonly (Expression | null)[]): readonly Expression[] {
  return nodes.filter((node) => node !== null);
}

export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'bind':
    case 'dataBind':
    case 'element':
    case 'subquery':
      return [];
    case 'attribute':
    case 'boundAttribute':
      return [node.target];
    case 'index':
      return [node.target, node.index];
    case 'expansion':
      return present(
        node.target,
        node.filter,
        node.limit?.offset ?? null,
        node.limit?.count ?? null,
        node.projection,
        node.body,
      );
    case 'question': {
      const { quantifier } = node;
      const asked = quantifier === null || typeof quantifier === 'string' ? null : quantifier;
      return present(
        node.target,
        asked === null ? null : 'count' in asked ? asked.count : asked.atLeast,
        node.filter,
      );
    }
    case 'group':
      return [node.value];
    case 'call':
      return node.args;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'quantified':
      return present(
        node.left,
        node.right,
        typeof node.quantifier === 'string' ? null : node.quantifier.atLeast,
      );
    case 'ternary':
      return present(node.condition, node.whenTrue, node.whenFalse);
    case 'array':
      return node.items;
    case 'object':
      return node.entries.flatMap((entry) =>
        entry.kind === 'computed' ? [entry.name, entry.value] : [entry.value],
      );
    default:
      return node satisfies never;
  }
}
