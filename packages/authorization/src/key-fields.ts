import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import type { GraphQLCompositeType, GraphQLSchema, SelectionSetNode } from 'graphql';
import { argumentsOf } from './linked-features.ts';

/** Coordinates of all fields that entity keys name, nested ones included: the gateway moves by them. */
export function keyFields(supergraph: GraphQLSchema): ReadonlySet<string> {
  const coordinates = new Set<string>();

  function add(type: GraphQLCompositeType, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = supergraph.getType(selection.typeCondition?.name.value ?? type.name);
        if (isCompositeType(condition)) add(condition, selection.selectionSet);
        continue;
      }
      if (selection.kind !== Kind.FIELD) continue;
      const name = selection.name.value;
      for (const owner of isAbstractType(type) ? supergraph.getPossibleTypes(type) : [type]) {
        coordinates.add(`${owner.name}.${name}`);
      }
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      const output = getNamedType(type.getFields()[name]?.type);
      if (selection.selectionSet && isCompositeType(output)) add(output, selection.selectionSet);
    }
  }

  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const directive of type.astNode?.directives ?? []) {
      const { key } = argumentsOf(directive);
      if (directive.name.value === 'join__type' && typeof key === 'string') {
        add(type, selectionSetOf(key));
      }
    }
  }
  return coordinates;
}

function selectionSetOf(fields: string): SelectionSetNode {
  const definition = parse(`{ ${fields} }`, { noLocation: true }).definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a field set: ${fields}`);
  return definition.selectionSet;
}
