import {
  getNamedType,
  isAbstractType,
  isInputObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { GraphQLInputType, GraphQLNamedType } from 'graphql';
import type { Oracle } from './oracle.ts';

/** The scopes of all rules that an operation meets, so that callers can be made whom one of them stops. */
export function relevantScopes(
  { schema, facts }: Pick<Oracle, 'schema' | 'facts'>,
  query: string,
): readonly string[] {
  const places = new Set<string>();
  const types = new TypeInfo(schema);

  function objectsOf(type: GraphQLNamedType): readonly string[] {
    return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
  }

  function addInput(type: GraphQLInputType): void {
    const named = getNamedType(type);
    if (places.has(named.name)) return;
    places.add(named.name);
    if (!isInputObjectType(named)) return;
    for (const field of Object.values(named.getFields())) {
      places.add(`${named.name}.${field.name}`);
      addInput(field.type);
    }
  }

  visit(
    parse(query),
    visitWithTypeInfo(types, {
      Field({ name, arguments: args }) {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!parent || !field) return;
        const owners = objectsOf(parent);
        const written = (args ?? []).map((argument) => argument.name.value);
        for (const owner of owners) {
          for (const place of [owner, `${owner}.${name.value}`]) places.add(place);
          for (const argument of written) places.add(`${owner}.${name.value}.${argument}`);
        }
        for (const output of objectsOf(getNamedType(field.type))) places.add(output);
        for (const argument of field.args) if (written.includes(argument.name)) addInput(argument.type);
      },
    }),
  );
  return [...new Set([...places].flatMap((place) => (facts.rules.get(place) ?? []).flat(2)))].toSorted();
}
