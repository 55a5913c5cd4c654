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
  visit(document, {
    Directive(directive, _key, _parent, _path, ancestors) {
      // An SDL has no variables.
      const alternatives = alternativesOf(directive as ConstDirectiveNode, names);
      if (alternatives === null) return;
      const coordinate = coordinateOf(ancestors);
      rules.set(coordinate, [...(rules.get(coordinate) ?? []), alternatives]);
    },
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

type Ancestors = readonly (ASTNode | readonly ASTNode[])[];

/** The elements of an SDL that a rule may stand on, by the names that lead there. */
function coordinateOf(ancestors: Ancestors): string {
  const nodes = ancestors.filter((node): node is ASTNode => !Array.isArray(node) && 'kind' in node);
  const [definition, field, argument] = nodes.slice(1);
  const typeName = definition && 'name' in definition ? (definition.name?.value ?? '') : '';
  const place = nodes.at(-1)?.kind;
  switch (place) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_EXTENSION:
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return typeName;
    case Kind.FIELD_DEFINITION:
      return `${typeName}.${nameOf(field)}`;
    case Kind.INPUT_VALUE_DEFINITION:
      return argument
        ? argumentCoordinate(typeName, nameOf(field), nameOf(argument))
        : `${typeName}.${nameOf(field)}`;
    default:
      throw new AuthorizationTableError(`a rule stands on ${place ?? 'nothing'}, where none is enforced`);
  }
}

function nameOf(node: ASTNode | undefined): string {
  return node && 'name' in node && node.name ? node.name.value : '';
}

export function argumentCoordinate(typeName: string, fieldName: string, argumentName: string): string {
  return `${typeName}.${fieldName}(${argumentName}:)`;
}
