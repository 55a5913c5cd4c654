import { getNamedType, isInputObjectType, Kind } from 'graphql';
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLResolveInfo,
} from 'graphql';
import type { AuthorizationTable } from './authorization-table.ts';
import { isProvided, literalIsDenied } from './provided-inputs.ts';
import { passAll } from './rule.ts';
import type { Passing } from './rule.ts';

export type DeniedInput = (passing: Passing, info: GraphQLResolveInfo) => boolean;

/**
 * Judges the inputs of a resolver's call; null when the field's inputs have no rules. A variable's value has the schema's
 * defaults filled in by then, so inside variables a value that equals the default counts as not provided: it gives nothing
 * that leaving it out would not give.
 */
export function deniedInputOf(
  table: AuthorizationTable,
  typeName: string,
  field: GraphQLField<unknown, unknown>,
): DeniedInput | null {
  const ruled = field.args.filter((argument) => isRuled(table, typeName, field.name, argument));
  if (ruled.length === 0) return null;
  return (passing, info) => {
    const nodes = info.fieldNodes[0]?.arguments ?? [];
    const variables = variablesOf(table, passing, info);
    return ruled.some((argument) => {
      const value = nodes.find(({ name }) => name.value === argument.name)?.value;
      if (!value || !isProvided(value, variables)) return false;
      return (
        !passAll(table.argumentRules(typeName, field.name, argument.name), passing) ||
        literalIsDenied({ table, passing }, value, argument.type, variables)
      );
    });
  };
}

function variablesOf(table: AuthorizationTable, passing: Passing, info: GraphQLResolveInfo) {
  const typeOf = new Map(
    (info.operation.variableDefinitions ?? []).map(({ variable, type }) => {
      let node = type;
      while (node.kind !== Kind.NAMED_TYPE) node = node.type;
      return [variable.name.value, info.schema.getType(node.name.value)];
    }),
  );
  return {
    provided: (name: string) => name in info.variableValues,
    denied(name: string): boolean {
      const type = typeOf.get(name);
      return isInputObjectType(type) && isDenied({ table, passing }, info.variableValues[name], type);
    },
  };
}

interface Use {
  readonly table: AuthorizationTable;
  readonly passing: Passing;
}

function isDenied(use: Use, value: unknown, type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some((item) => isDenied(use, item, named));
  return Object.entries(value).some(([name, item]) => {
    const definition = named.getFields()[name];
    if (!definition || equalsDefault(item, definition)) return false;
    return (
      !passAll(use.table.inputFieldRules(named.name, name), use.passing) ||
      isDenied(use, item, definition.type)
    );
  });
}

function equalsDefault(value: unknown, { defaultValue }: GraphQLInputField): boolean {
  return defaultValue !== undefined && JSON.stringify(value) === JSON.stringify(defaultValue);
}

function isRuled(
  table: AuthorizationTable,
  typeName: string,
  fieldName: string,
  argument: GraphQLArgument,
): boolean {
  if (table.argumentRules(typeName, fieldName, argument.name).length > 0) return true;
  return reachesRules(table, argument.type, new Set());
}

/** Whether values of the type can carry a field that has a rule. */
export function reachesRules(table: AuthorizationTable, type: GraphQLInputType, seen: Set<string>): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some(
    (field) =>
      table.inputFieldRules(named.name, field.name).length > 0 || reachesRules(table, field.type, seen),
  );
}
