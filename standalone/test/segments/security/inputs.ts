import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';

type Given = Readonly<Record<string, unknown>>;

/** An argument, or a field of an input object below it, by its path from the root field. */
export interface Input {
  readonly root: 'Query' | 'Mutation' | 'Profile' | 'Segment';
  readonly field: string;
  readonly path: readonly (GraphQLArgument | GraphQLInputField)[];
}

/** Every argument of the schema with everything below it; an input object inside itself is not entered again. */
export function inputsOf(schema: GraphQLSchema): readonly Input[] {
  return (['Query', 'Mutation', 'Profile', 'Segment'] as const).flatMap((root) => {
    const type = schema.getType(root);
    if (!isObjectType(type)) throw new Error(`there is no type ${root}`);
    return Object.values(type.getFields())
      .filter(({ name }) => !name.startsWith('_'))
      .flatMap(({ name, args }) =>
        args.flatMap((argument) => below([argument], []).map((path) => ({ root, field: name, path }))),
      );
  });
}

function below(path: Input['path'], above: readonly string[]): readonly Input['path'][] {
  const type = getNamedType(lastOf(path).type);
  if (!isInputObjectType(type)) return [path];
  if (above.includes(type.name)) return [];
  return Object.values(type.getFields()).flatMap((field) => below([...path, field], [...above, type.name]));
}

export const lastOf = (path: Input['path']): GraphQLArgument | GraphQLInputField => {
  const last = path.at(-1);
  if (last === undefined) throw new Error('a path is not empty');
  return last;
};

export const nameOf = ({ root, field, path }: Input): string =>
  `${root}.${field}(${path.map(({ name }) => name).join('.')})`;

export const kindOf = ({ path }: Input): string => getNamedType(lastOf(path).type).name;

export const isList = ({ path }: Input): boolean => isListType(getNullableType(lastOf(path).type));

/** `known` with the value at its path; input objects on the way have what they need besides. */
export function givenAs({ path }: Input, value: unknown, known: Given): Given {
  return place(path, value, known) as Given; // a path is not empty
}

function place([first, ...rest]: Input['path'], value: unknown, known: unknown): unknown {
  if (first === undefined) return value;
  const isRule = first.name === 'rule' && rest.length > 0;
  const before = isObject(known) ? known : {};
  const inner =
    rest.length === 0
      ? value
      : place(rest, value, isRule ? {} : { ...neededBy(first), ...objectAt(before, first.name) });
  const isInList = rest.length > 0 && isListType(getNullableType(first.type));
  return { ...before, [first.name]: isInList ? [inner] : inner };
}

/** What an input object must have: names, as conditions on traits do. */
function neededBy({ type }: GraphQLArgument | GraphQLInputField): Given {
  const inner = getNamedType(type);
  if (!isInputObjectType(inner)) return {};
  const needed = Object.values(inner.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(needed.map(({ name }) => [name, 'plan']));
}

function objectAt(object: Given, name: string): Given {
  const value = object[name];
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
