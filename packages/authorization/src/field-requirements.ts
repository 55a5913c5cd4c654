import { getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { tokenRule } from './rule.ts';
import type { Requirement, RuleNumber } from './rule.ts';

export interface FieldRulesSource {
  readonly schema: GraphQLSchema;
  /** The rules that stand on a coordinate. */
  readonly rulesAt: (coordinate: string) => readonly RuleNumber[];
  readonly publicFields: ReadonlySet<string>;
}

/** For each field of an object type the rules of its type, its own and those of its output. */
export function fieldRequirements(source: FieldRulesSource): ReadonlyMap<string, Requirement> {
  return new Map(
    objectTypes(source.schema).flatMap((type) =>
      Object.keys(type.getFields()).map((name) => [
        `${type.name}.${name}`,
        requirementOf(source, type, name),
      ]),
    ),
  );
}

function requirementOf(
  { schema, rulesAt, publicFields }: FieldRulesSource,
  type: GraphQLObjectType,
  name: string,
): Requirement {
  const coordinate = `${type.name}.${name}`;
  const output = getNamedType(type.getFields()[name]?.type);
  const abstract = isAbstractType(output);
  const rules = [
    ...(publicFields.has(coordinate) ? [] : [tokenRule]),
    ...rulesAt(type.name),
    ...rulesAt(coordinate),
    ...(abstract || !output ? [] : rulesAt(output.name)),
  ];
  return {
    all: [...new Set(rules)],
    oneOf: abstract ? schema.getPossibleTypes(output).map((member) => rulesAt(member.name)) : null,
  };
}

export function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(isObjectType);
}
