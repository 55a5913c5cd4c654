import { getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import { argumentCoordinate } from './applied-rules.ts';
import { objectTypes } from './field-requirements.ts';
import type { RuleNumber } from './rule.ts';

/** Rules of arguments of object types and of input fields, with those of their scalar or enum; only coordinates with rules. */
export function inputRules(
  schema: GraphQLSchema,
  rulesAt: (coordinate: string) => readonly RuleNumber[],
): ReadonlyMap<string, readonly RuleNumber[]> {
  const found = new Map<string, readonly RuleNumber[]>();

  function add(coordinate: string, type: GraphQLInputType): void {
    const named = getNamedType(type);
    const rules = [...rulesAt(coordinate), ...(isInputObjectType(named) ? [] : rulesAt(named.name))];
    if (rules.length > 0) found.set(coordinate, [...new Set(rules)]);
  }

  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      for (const argument of field.args) {
        add(argumentCoordinate(type.name, field.name, argument.name), argument.type);
      }
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) add(`${type.name}.${field.name}`, field.type);
  }
  return found;
}
