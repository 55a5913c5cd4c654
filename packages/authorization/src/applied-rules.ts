import { Kind, visit } from 'graphql';
import type { ASTNode, ConstDirectiveNode, DocumentNode } from 'graphql';
import type { AuthorizationFeature } from './authorization-features.ts';
import { argumentsOf } from './linked-features.ts';
import type { ScopeAlternatives } from './rule.ts';
import { AuthorizationTableError } from './table-error.ts';

/** Holding nothing in particular: what `@authenticated` asks. */
export const tokenAlternatives: ScopeAlternatives = [[]];

/** What is written in the SDL, by coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`. */
export type AppliedRules = ReadonlyMap<string, readonly ScopeAlternatives[]>;

/** Reads every authorization directive with the coordinate that it stands on. Repeats are kept apart: all must pass. */
export function appliedRules(
  document: DocumentNode,
  names: Readonly<Partial<Record<AuthorizationFeature, string>>>,
): AppliedRules {
  const rules = new Map<string, ScopeAlternatives[]>();
  const way: ASTNode[] = [];
  visit(document, {
    enter(node) {
      if (node.kind === Kind.DIRECTIVE) {
        // An SDL has no variables.
        const alternatives = alternativesOf(node as ConstDirectiveNode, names);
        if (alternatives !== null) {
          const coordinate = coordinateOf(way);
          rules.set(coordinate, [...(rules.get(coordinate) ?? []), alternatives]);
        }
      }
      way.push(node);
    },
    leave: () => void way.pop(),
  });
  return rules;
}

/** Null for any other directive. */
function alternativesOf(
  directive: ConstDirectiveNode,
  names: Readonly<Partial<Record<AuthorizationFeature, string>>>,
): ScopeAlternatives | null {
  const name = directive.name.value;
  if (name === names.authenticated) return tokenAlternatives;
  if (name !== names.requiresScopes && name !== names.inputScopes) return null;
  const { scopes } = argumentsOf(directive);
  if (!isAlternatives(scopes)) {
    throw new AuthorizationTableError(`@${name}(scopes: ${JSON.stringify(scopes)}) names no scope`);
  }
  return scopes;
}

/** `[]` and `[[]]` are refused: merged with another rule, "never" turns into that rule. */
export function isAlternatives(scopes: unknown): scopes is ScopeAlternatives {
  return (
    Array.isArray(scopes) &&
    scopes.length > 0 &&
    scopes.every(
      (all) =>
        Array.isArray(all) &&
        all.length > 0 &&
        all.every((scope) => typeof scope === 'string' && scope.trim() !== ''),
    )
  );
}

const typeKinds = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_EXTENSION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_TYPE_EXTENSION,
]);

/** The element that a rule stands on, by the nodes that lead there. */
function coordinateOf(way: readonly ASTNode[]): string {
  const [, definition, field, argument] = way;
  const place = way.at(-1)?.kind ?? 'nothing';
  if (typeKinds.has(place)) return nameOf(definition);
  if (place === Kind.FIELD_DEFINITION || (place === Kind.INPUT_VALUE_DEFINITION && !argument)) {
    return `${nameOf(definition)}.${nameOf(field)}`;
  }
  if (place === Kind.INPUT_VALUE_DEFINITION) {
    return argumentCoordinate(nameOf(definition), nameOf(field), nameOf(argument));
  }
  throw new AuthorizationTableError(`a rule stands on ${place}, where none is enforced`);
}

function nameOf(node: ASTNode | undefined): string {
  return node && 'name' in node && node.name ? node.name.value : '';
}

export function argumentCoordinate(typeName: string, fieldName: string, argumentName: string): string {
  return `${typeName}.${fieldName}(${argumentName}:)`;
}
