import {
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** A selection of every field below a type, so that a field that is added later is selected too. */
export function selectEverything(schema: GraphQLSchema, typeName: string): string {
  const type = schema.getType(typeName);
  if (type === undefined) throw new Error(`there is no type ${typeName}`);
  return select(schema, type, new Set());
}

function select(schema: GraphQLSchema, type: GraphQLNamedType, above: ReadonlySet<string>): string {
  if (isUnionType(type)) {
    const members = type.getTypes().map((member) => `... on ${member.name} ${select(schema, member, above)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(type)) throw new Error(`${type.name} has no fields`);
  const path = new Set([...above, type.name]);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const inner = getNamedType(field.type);
    if (!isCompositeType(inner)) return [field.name];
    return path.has(inner.name) ? [] : [`${field.name} ${select(schema, inner, path)}`];
  });
  return `{ ${fields.join(' ')} }`;
}
