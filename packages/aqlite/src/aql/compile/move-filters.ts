import type { Expression, Statement } from '../ast.ts';
import { isMovable, namesIn } from './free-names.ts';

/** Splits filters at their ANDs and moves each part to where its variables are known, so that loops run less. */
export function moveFilters(statements: readonly Statement[]): readonly Statement[] {
  const moved: Statement[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'filter') {
      moved.push(statement);
      continue;
    }
    for (const condition of conjuncts(statement.condition)) {
      moved.splice(placeFor(condition, moved), 0, { kind: 'filter', condition });
    }
  }
  return moved;
}

export function conjuncts(node: Expression): readonly Expression[] {
  if (node.kind !== 'binary' || node.operator !== 'AND') return [node];
  return [...conjuncts(node.left), ...conjuncts(node.right)];
}

function placeFor(condition: Expression, before: readonly Statement[]): number {
  if (!isMovable(condition)) return before.length;
  const names = namesIn(condition);
  if (names.has('OLD') || names.has('NEW')) return before.length;
  let place = before.length;
  // past a loop is a gain; past an assignment only on the way to one
  for (let i = before.length - 1; i >= 0; i--) {
    const statement = before[i];
    if (statement === undefined || !mayPass(statement, names)) break;
    if (statement.kind !== 'let' && statement.kind !== 'filter') place = i;
  }
  return place;
}

function mayPass(statement: Statement, names: ReadonlySet<string>): boolean {
  switch (statement.kind) {
    case 'let':
      return isMovable(statement.value) && !names.has(statement.variable.name);
    case 'filter':
      return isMovable(statement.condition);
    case 'for':
      return !names.has(statement.variable.name);
    case 'traversal':
      return (
        statement.variables.every(({ name }) => !names.has(name)) &&
        !names.has(statement.prune?.variable?.name ?? '')
      );
    case 'path':
      return statement.variables.every(({ name }) => !names.has(name));
    case 'collect':
    case 'sort':
    case 'limit':
    case 'window':
    case 'return':
    case 'insert':
    case 'update':
    case 'replace':
    case 'remove':
    case 'upsert':
      return false;
    default:
      return statement satisfies never;
  }
}
