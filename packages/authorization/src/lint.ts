import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isWrappingType,
  parse,
  print,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type { GraphQLNamedType, GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { isAlternatives } from './applied-rules.ts';
import type { AuthorizationTable } from './authorization-table.ts';

/**
 * What is enforceable and still unwise, one sentence each: key fields with rules, protected fields that take their parent
 * with them because they cannot be null, lists whose denied items take the list with them. Types that only mutations reach
 * are left out: a mutation is refused as a whole.
 */
export function lintAuthorizationTable(table: AuthorizationTable): readonly string[] {
  const problems: string[] = [];
  for (const type of reachedByQueries(table.schema)) {
    const own = new Set(table.typeRules(type.name));
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const extra = table
        .fieldRequirement(type.name, field.name)
        .all.filter((rule) => rule > 0 && !own.has(rule));
      if (extra.length > 0 && table.isKeyField(type.name, field.name)) {
        problems.push(`${coordinate} is a key field and has a rule`);
      }
      if (extra.length > 0 && isNonNullType(field.type)) {
        problems.push(`${coordinate} is protected and must be nullable, or its type must have the rule too`);
      }
      if (mayDenyItems(table, field.type, own) && hasNonNullItems(field.type)) {
        problems.push(`${coordinate} lists objects that may be denied: its items must be nullable`);
      }
    }
  }
  return problems;
}

/** Whether a member of an abstract type has a rule that the parent does not have. */
function mayDenyItems(table: AuthorizationTable, type: GraphQLOutputType, own: ReadonlySet<number>): boolean {
  const named = getNamedType(type);
  if (!isAbstractType(named)) return false;
  return table.schema
    .getPossibleTypes(named)
    .some((member) => table.typeRules(member.name).some((rule) => rule > 0 && !own.has(rule)));
}

/** True also for a non-null position that is no list. */
function hasNonNullItems(type: GraphQLOutputType): boolean {
  if (isListType(type)) return isNonNullType(type.ofType) || hasNonNullItems(type.ofType);
  if (!isNonNullType(type)) return false;
  return isWrappingType(type.ofType) ? hasNonNullItems(type.ofType) : true;
}

function reachedByQueries(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  const reached = new Set<GraphQLNamedType>();
  function visit(type: GraphQLNamedType | null | undefined): void {
    if (!type || reached.has(type)) return;
    reached.add(type);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  }
  visit(schema.getQueryType());
  return [...reached].filter(isObjectType);
}

/** Rules of one subgraph's SDL that composition would widen before the table can see them: `scopes: []` and `[[]]`. */
export function lintSubgraphRules(subgraphSdl: string): readonly string[] {
  const problems: string[] = [];
  visit(parse(subgraphSdl), {
    Directive(node) {
      const scopes = node.arguments?.find(({ name }) => name.value === 'scopes');
      if (!scopes) return;
      const value = valueFromASTUntyped(scopes.value);
      if (!isAlternatives(value))
        problems.push(`@${node.name.value}(scopes: ${print(scopes.value)}) names no scope`);
    },
  });
  return problems;
}
