import type { AuthorizationTable, Passing, VariableUse } from '@customer360/authorization';
import { isProvided, literalIsDenied, meets, passAll } from '@customer360/authorization';
import type { FieldNode, GraphQLObjectType } from 'graphql';

/** What one caller may do with one operation. */
export interface Access {
  readonly table: AuthorizationTable;
  readonly passing: Passing;
  readonly variables: VariableUse;
}

/** Whether objects of the type may be seen at all, their `__typename` included. */
export function isTypeDenied({ table, passing }: Access, typeName: string): boolean {
  return !passAll(table.typeRules(typeName), passing);
}

/** Whether the field may not be read from objects of the type, by its own rules or by those of the inputs in use. */
export function isFieldDenied(access: Access, type: GraphQLObjectType, node: FieldNode): boolean {
  const { table, passing } = access;
  const name = node.name.value;
  if (!meets(table.fieldRequirement(type.name, name), passing)) return true;
  return table.hasInputRules && usesDeniedInput(access, type, node);
}

function usesDeniedInput(access: Access, type: GraphQLObjectType, node: FieldNode): boolean {
  const { table, passing, variables } = access;
  const definition = type.getFields()[node.name.value];
  return (node.arguments ?? []).some(({ name, value }) => {
    const argument = definition?.args.find((candidate) => candidate.name === name.value);
    if (!argument || !isProvided(value, variables)) return false;
    return (
      !passAll(table.argumentRules(type.name, node.name.value, name.value), passing) ||
      literalIsDenied({ table, passing }, value, argument.type, variables)
    );
  });
}
