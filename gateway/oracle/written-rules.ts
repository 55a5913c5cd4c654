import { getNamedType, isAbstractType, isInputObjectType, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLInputType, GraphQLSchema, ValueNode } from 'graphql';
import type { SdlFacts, WrittenRule } from './sdl-facts.ts';

/** What one caller may see, said as the rules say it, slowly. */
export interface Judge {
  /** Whether an object of the type may be shown. */
  showsType(typeName: string): boolean;
  /** Whether a field, selected like this on an object of the type, may be shown. The node must have no variables. */
  shows(typeName: string, node: FieldNode): boolean;
  /** The same without arguments. */
  showsField(typeName: string, fieldName: string): boolean;
}

export function createJudge(schema: GraphQLSchema, facts: SdlFacts, scopes: ReadonlySet<string>): Judge {
  const holdsOne = (rule: WrittenRule) => rule.some((all) => all.every((scope) => scopes.has(scope)));
  const passes = (place: string) => (facts.rules.get(place) ?? []).every(holdsOne);

  function showsField(typeName: string, fieldName: string): boolean {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`not an object type: ${typeName}`);
    const field = type.getFields()[fieldName];
    if (!field) return true;
    const output = getNamedType(field.type);
    const outputIsShown = isAbstractType(output)
      ? schema.getPossibleTypes(output).some((member) => passes(member.name))
      : passes(output.name);
    return passes(typeName) && passes(`${typeName}.${fieldName}`) && outputIsShown;
  }

  function mayUse(value: ValueNode, type: GraphQLInputType): boolean {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return passes(named.name);
    if (value.kind === Kind.LIST) return value.values.every((item) => mayUse(item, named));
    if (value.kind !== Kind.OBJECT) return true;
    return value.fields.every(({ name, value: inner }) => {
      const field = named.getFields()[name.value];
      return !field || (passes(`${named.name}.${name.value}`) && mayUse(inner, field.type));
    });
  }

  return {
    showsType: passes,
    showsField,
    shows(typeName, node) {
      const type = schema.getType(typeName);
      const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
      if (!field) return true;
      if (!showsField(typeName, field.name)) return false;
      return (node.arguments ?? []).every(({ name, value }) => {
        const argument = field.args.find((candidate) => candidate.name === name.value);
        return (
          !argument || (passes(`${typeName}.${field.name}.${argument.name}`) && mayUse(value, argument.type))
        );
      });
    },
  };
}
