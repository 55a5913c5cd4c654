import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';
import type { Answer, Asking, GraphFixture } from '../graph-fixture.ts';
import { person } from '../secret-person.ts';

/** A field that clients give arguments to. */
export interface Place {
  readonly type: 'Query' | 'Profile' | 'Session';
  readonly field: string;
  readonly args: readonly GraphQLArgument[];
}

export type Given = Readonly<Record<string, unknown>>;

/** Every field with arguments that this subgraph answers. */
export function placesOf(schema: GraphQLSchema): readonly Place[] {
  return (['Query', 'Profile', 'Session'] as const).flatMap((name) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`there is no type ${name}`);
    return Object.values(type.getFields())
      .filter((field) => field.args.length > 0 && !field.name.startsWith('_'))
      .map((field) => ({ type: name, field: field.name, args: field.args }));
  });
}

/** An argument or a field of an input object below it, by its path from the field. */
export interface Input {
  readonly place: Place;
  readonly path: readonly string[];
  readonly input: GraphQLArgument | GraphQLInputField;
}

export function inputsOf(schema: GraphQLSchema): readonly Input[] {
  return placesOf(schema).flatMap((place) =>
    place.args.flatMap((argument): readonly Input[] => {
      const type = getNamedType(argument.type);
      if (!isInputObjectType(type)) return [{ place, path: [argument.name], input: argument }];
      return Object.values(type.getFields()).map((field) => ({
        place,
        path: [argument.name, field.name],
        input: field,
      }));
    }),
  );
}

export const nameOf = ({ place, path }: Input): string => `${place.type}.${place.field}(${path.join('.')})`;

/** The value at its path, as arguments of the field. */
export function givenAs({ path }: Input, value: unknown): Given {
  return path.toReversed().reduce<unknown>((inner, name) => ({ [name]: inner }), value) as Given; // a path is not empty
}

/** What makes a field answer when nothing else is said. */
const needed: Given = {
  id: 'unknown',
  a: 'unknown',
  b: 'unknown',
  name: 'unknown',
  profileId: person,
  steps: ['Product Viewed', 'Order Completed'],
  model: 'LINEAR',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-04-01T00:00:00.000Z',
};

const everyScope = ['profile:read', 'journey:read', 'segment:read', 'profile:pii'];

/** Asks one field, all arguments by variables as clients send them; the selection is of the field's own type. */
export function askPlace(
  fixture: GraphFixture,
  place: Place,
  given: Given,
  { selection = '{ __typename }', ...asking }: Asking & { readonly selection?: string } = {},
): Promise<Answer> {
  const required = place.args.filter((argument) => isRequiredArgument(argument)).map(({ name }) => name);
  const variables = { ...Object.fromEntries(required.map((name) => [name, needed[name]])), ...given };
  const used = place.args.filter(({ name }) => name in variables);
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`);
  const passed = used.length === 0 ? '' : `(${used.map(({ name }) => `${name}: $${name}`).join(', ')})`;
  const field = `${place.field}${passed} ${selection}`;
  const head = declared.length === 0 ? 'query' : `query(${declared.join(', ')})`;
  return fixture.ask(`${head} { ${around(place, field)} }`, { scopes: everyScope, ...asking, variables });
}

function around({ type }: Place, field: string): string {
  if (type === 'Query') return field;
  const inner = type === 'Profile' ? field : `timeline { nodes { ${field} } }`;
  return `_entities(representations: [{ __typename: "Profile", id: "${person}" }]) { ... on Profile { ${inner} } }`;
}
