import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  typeFromAST,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLInputType,
  GraphQLSchema,
  ObjectFieldNode,
  OperationDefinitionNode,
  ValueNode,
} from 'graphql';

/**
 * The same operation without variables: each is written out as a literal, and whatever an absent one stood for is left
 * out. What is then written is what is in use.
 */
export function inlineVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  values: Readonly<Record<string, unknown>>,
): DocumentNode {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const literals = new Map<string, ValueNode | null>(
    (operation?.variableDefinitions ?? []).map(({ variable, type: typeNode, defaultValue }) => {
      const name = variable.name.value;
      const type = typeFromAST(schema, typeNode);
      if (!isInputType(type)) throw new Error(`not an input type: $${name}`);
      return [name, name in values ? toLiteral(values[name], type) : (defaultValue ?? null)];
    }),
  );
  const isAbsent = (value: ValueNode) =>
    value.kind === Kind.VARIABLE && literals.get(value.name.value) === null;
  return visit(document, {
    VariableDefinition: () => null,
    Argument: { enter: ({ value }) => (isAbsent(value) ? null : undefined) },
    ObjectField: { enter: ({ value }) => (isAbsent(value) ? null : undefined) },
    Variable: { leave: ({ name }) => literals.get(name.value) ?? { kind: Kind.NULL } },
  });
}

function toLiteral(value: unknown, type: GraphQLInputType): ValueNode {
  if (value === null) return { kind: Kind.NULL };
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const item: GraphQLInputType = nullable.ofType;
    if (!Array.isArray(value)) return toLiteral(value, item);
    return { kind: Kind.LIST, values: value.map((element) => toLiteral(element, item)) };
  }
  if (isInputObjectType(nullable)) {
    const fields = nullable.getFields();
    return {
      kind: Kind.OBJECT,
      fields: Object.entries(value as object).flatMap(([name, item]): ObjectFieldNode[] => {
        const field = fields[name];
        return field
          ? [
              {
                kind: Kind.OBJECT_FIELD,
                name: { kind: Kind.NAME, value: name },
                value: toLiteral(item, field.type),
              },
            ]
          : [];
      }),
    };
  }
  if (isEnumType(nullable) && typeof value === 'string') return { kind: Kind.ENUM, value };
  return leafLiteral(value);
}

function leafLiteral(value: unknown): ValueNode {
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'string') return { kind: Kind.STRING, value };
  if (typeof value !== 'number') throw new Error(`the generator makes no such value: ${typeof value}`);
  return { kind: Number.isInteger(value) ? Kind.INT : Kind.FLOAT, value: String(value) };
}
