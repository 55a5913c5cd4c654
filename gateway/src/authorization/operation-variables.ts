import type { AuthorizationTable, Passing, VariableUse } from '@customer360/authorization';
import { valueIsDenied } from '@customer360/authorization';
import { isInputType, Kind, typeFromAST, valueFromASTUntyped } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';

type Values = Readonly<Record<string, unknown>>;

export interface VariablesQuestion {
  readonly schema: GraphQLSchema;
  readonly table: AuthorizationTable;
  readonly passing: Passing;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them. */
  readonly values: Values;
}

/** How an operation's variables bear on its rules. Two requests with the same key are compiled alike. */
export interface InspectedVariables extends VariableUse {
  readonly key: string;
}

const absent = '-';
const provided = '+';
const denied = '!';

/** Looks at each variable once per request; at none when no input has rules. */
export function inspectVariables(question: VariablesQuestion): InspectedVariables {
  const definitions = question.table.hasInputRules ? (question.operation.variableDefinitions ?? []) : [];
  const states = new Map(
    definitions.map((definition) => [definition.variable.name.value, stateOf(question, definition)]),
  );
  return {
    key: [...states.values()].join(''),
    provided: (name) => states.get(name) !== absent,
    denied: (name) => states.get(name) === denied,
  };
}

function stateOf(
  { schema, table, passing, values }: VariablesQuestion,
  { variable, type: typeNode, defaultValue }: VariableDefinitionNode,
): string {
  const name = variable.name.value;
  const isSent = Object.hasOwn(values, name) && values[name] !== undefined;
  if (!isSent && !defaultValue) return absent;
  const type = typeFromAST(schema, typeNode);
  if (!isInputType(type)) return absent;
  const value = isSent ? values[name] : defaultValue && valueFromASTUntyped(defaultValue);
  return valueIsDenied({ table, passing }, value, type) ? denied : provided;
}

/** The variables that decide conditions. The operation's own defaults count; coercion has been checked before. */
export function conditionsOf(
  operation: OperationDefinitionNode,
  names: readonly string[],
  values: Values,
): ReadonlyMap<string, boolean> {
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue?.kind === Kind.BOOLEAN && defaultValue.value,
    ]),
  );
  return new Map(names.map((name) => [name, (values[name] ?? defaults.get(name)) === true]));
}
