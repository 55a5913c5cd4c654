import { isInputObjectType, isInterfaceType, isObjectType, valueFromAST, type GraphQLSchema } from 'graphql';

/**
 * Reads the default values of arguments and input fields again, now that the scalars know how: building a schema from SDL
 * reads them before, so that a duration would stay the text `P7D`.
 */
export function readDefaults(schema: GraphQLSchema): GraphQLSchema {
  for (const place of placesOf(schema)) {
    const literal = place.astNode?.defaultValue;
    if (literal !== undefined) place.defaultValue = valueFromAST(literal, place.type);
  }
  return schema;
}

/** Input fields before arguments, whose defaults are made of theirs. */
function placesOf(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap());
  const inputFields = types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields()));
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) => Object.values(type.getFields()));
  return [...inputFields, ...fields.flatMap(({ args }) => args)];
}
