import { isObjectType, isUnionType, Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { ExpansionBudget } from './expansion-budget.ts';

/** A selection set with the type that the client wrote it for. */
export interface WrittenSelections {
  readonly selectionSet: SelectionSetNode;
  readonly parent: GraphQLCompositeType;
}

/** A field as the client selected it. */
export interface WrittenField {
  readonly node: FieldNode;
  readonly parent: GraphQLCompositeType;
}

export interface SelectionReader {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly budget: ExpansionBudget;
}

/** False for what `@skip` or `@include` leaves out. */
export function isIncluded(node: SelectionNode, conditions: ReadonlyMap<string, boolean>): boolean {
  return (node.directives ?? []).every(({ name, arguments: args }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = args?.find((argument) => argument.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? conditions.get(value.name.value) === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return holds === (name.value === 'include');
  });
}

/** A fragment's body with its type condition, or null for a fragment that is not there. */
export function fragmentOf(
  reader: SelectionReader,
  node: Exclude<SelectionNode, FieldNode>,
  parent: GraphQLCompositeType,
): WrittenSelections | null {
  const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : reader.fragments.get(node.name.value);
  if (!fragment) return null;
  const condition = fragment.typeCondition
    ? reader.schema.getType(fragment.typeCondition.name.value)
    : parent;
  // Validation has seen to it that conditions are composite types.
  return { selectionSet: fragment.selectionSet, parent: condition as GraphQLCompositeType };
}

/** The fields that apply to objects of one type, by response key in the order of the specification. */
export function collectFields(
  reader: SelectionReader,
  type: GraphQLObjectType,
  sources: readonly WrittenSelections[],
): ReadonlyMap<string, readonly WrittenField[]> {
  const collected = new Map<string, WrittenField[]>();
  const visited = new Set<string>();

  function collect({ selectionSet, parent }: WrittenSelections): void {
    for (const node of selectionSet.selections) {
      if (!isIncluded(node, reader.conditions)) continue;
      reader.budget.spend();
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const fields = collected.get(key);
        if (fields) fields.push({ node, parent });
        else collected.set(key, [{ node, parent }]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(node.name.value)) continue;
        visited.add(node.name.value);
      }
      const fragment = fragmentOf(reader, node, parent);
      if (fragment && isPossible(reader.schema, fragment.parent, type)) collect(fragment);
    }
  }

  sources.forEach(collect);
  return collected;
}

export function isPossible(
  schema: GraphQLSchema,
  condition: GraphQLCompositeType,
  type: GraphQLObjectType,
): boolean {
  return isObjectType(condition) ? condition === type : schema.isSubType(condition, type);
}

export function possibleTypes(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
): readonly GraphQLObjectType[] {
  return isObjectType(type) ? [type] : schema.getPossibleTypes(type);
}

/** The definition of a field on the type that the client wrote; undefined for `__typename` and introspection. */
export function fieldOf(
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  return isUnionType(type) ? undefined : type.getFields()[name];
}
