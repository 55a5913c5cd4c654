import {
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/**
 * A selection of every field below a type, so that a field that is added later is selected too. Arguments by
 * `Type.field` make a field ask for more than its defaults; fields with arguments that are missing are left out.
 */
export function selectEverything(
  schema: GraphQLSchema,
  typeName: string,
  args: Readonly<Record<string, string>> = {},
): string {
  const type = schema.getType(typeName);
  if (type === undefined) throw new Error(`there is no type ${typeName}`);
  return select({ schema, args }, type, new Set());
}

interface Selecting {
  readonly schema: GraphQLSchema;
  readonly args: Readonly<Record<string, string>>;
}

function select(selecting: Selecting, type: GraphQLNamedType, above: ReadonlySet<string>): string {
  if (isUnionType(type)) {
    const members = type.getTypes().map((one) => `... on ${one.name} ${select(selecting, one, above)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(type)) throw new Error(`${type.name} has no fields`);
  const path = new Set([...above, type.name]);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const given = selecting.args[`${type.name}.${field.name}`];
    if (given === undefined && field.args.some(isRequiredArgument)) return [];
    const inner = getNamedType(field.type);
    const name = `${field.name}${given ?? ''}`;
    if (!isCompositeType(inner)) return [name];
    // A profile below a profile would ask everything again.
    return path.has(inner.name) ? [] : [`${name} ${select(selecting, inner, path)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}
