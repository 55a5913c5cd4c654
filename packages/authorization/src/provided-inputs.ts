import { getNamedType, getNullableType, isInputObjectType, isListType, Kind } from 'graphql';
import type { GraphQLInputType, ValueNode } from 'graphql';
import type { AuthorizationTable } from './authorization-table.ts';
import { passAll } from './rule.ts';
import type { Passing } from './rule.ts';

/** What a field argument's literal needs to know of the operation's variables. */
export interface VariableUse {
  /** Whether the client gave the variable a value, null or its own default included. */
  provided(name: string): boolean;
  /** Whether its value carries something that the caller must not use. */
  denied(name: string): boolean;
}

interface InputUse {
  readonly table: AuthorizationTable;
  readonly passing: Passing;
}

/** Whether a literal, standing where a value of the type stands, uses something that the caller must not use. */
export function literalIsDenied(
  use: InputUse,
  node: ValueNode,
  type: GraphQLInputType,
  variables: VariableUse,
): boolean {
  if (node.kind === Kind.VARIABLE) return variables.denied(node.name.value);
  const nullable = getNullableType(type);
  if (node.kind === Kind.LIST) {
    const item = isListType(nullable) ? nullable.ofType : nullable;
    return node.values.some((value) => literalIsDenied(use, value, item, variables));
  }
  const named = getNamedType(type);
  if (node.kind !== Kind.OBJECT || !isInputObjectType(named)) return false;
  return node.fields.some((field) => {
    const definition = named.getFields()[field.name.value];
    if (!definition || !isProvided(field.value, variables)) return false;
    return (
      !passAll(use.table.inputFieldRules(named.name, definition.name), use.passing) ||
      literalIsDenied(use, field.value, definition.type, variables)
    );
  });
}

/** A variable without a value stands for nothing, as if the argument or field were not written. */
export function isProvided(node: ValueNode, variables: VariableUse): boolean {
  return node.kind !== Kind.VARIABLE || variables.provided(node.name.value);
}

/** The same for a value as JSON brings it, schema defaults not filled in. */
export function valueIsDenied(use: InputUse, value: unknown, type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((item) => valueIsDenied(use, item, named));
  if (typeof value !== 'object') return false;
  return Object.entries(value).some(([name, item]) => {
    const definition = named.getFields()[name];
    if (!definition || item === undefined) return false;
    return (
      !passAll(use.table.inputFieldRules(named.name, name), use.passing) ||
      valueIsDenied(use, item, definition.type)
    );
  });
}
