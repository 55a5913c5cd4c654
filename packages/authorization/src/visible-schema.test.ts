import { composeServices } from '@apollo/composition';
import { buildSchema, getNamedType, isInputObjectType, isObjectType, validateSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import { expect, test } from 'vitest';
import { readAuthorizationTable } from './authorization-table.ts';
import { meets, passAll } from './rule.ts';
import { visibleSchema } from './visible-schema.ts';

const types = (rule: (scope: string) => string) => `
  type Query { open: Open a: A ${rule('a')} node: Node media: Media only: Only find(f: F, e: E, s: Int): Int ${rule('find')} }
  type Mutation { change: Open ${rule('write')} }
  interface Node { id: ID }
  interface Media implements Node { id: ID title: String }
  type A implements Node { id: ID b: B }
  type B implements Media & Node ${rule('b')} { id: ID title: String ${rule('title')} money: Money }
  type C implements Media & Node { id: ID title: String e: E lost: Lost }
  type Open { a: A hits: [Hit] }
  type Only ${rule('only')} { self: Only }
  type Lost { hidden: Int ${rule('hidden')} }
  union Hit = A | B | Only
  scalar Money ${rule('money')}
  enum E ${rule('e')} { X Y }
  input F { e: E and: [F!] plain: Int need: G }
  input G { must: Money! other: Int }
`;
const scopes = ['a', 'find', 'write', 'b', 'title', 'only', 'hidden', 'money', 'e'];
const { supergraphSdl = '' } = composeServices([
  {
    name: 'all',
    typeDefs:
      gql(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])
      ${types((scope) => `@requiresScopes(scopes: [["${scope}"]])`)}`),
  },
]);
const table = readAuthorizationTable(supergraphSdl);
const apiSchema = buildSchema(types(() => ''));

/** Coordinates of object fields and of inputs. */
function coordinates(schema: GraphQLSchema): ReadonlySet<string> {
  return new Set(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      !type.name.startsWith('__') && (isObjectType(type) || isInputObjectType(type))
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    ),
  );
}

/** What an object of a type shows, and can be asked for at all, without looking at whether it can be reached. */
function isAllowed(coordinate: string, held: ReadonlySet<string>): boolean {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const passing = table.passing(held);
  const type = apiSchema.getType(typeName);
  if (isObjectType(type)) return meets(table.fieldRequirement(typeName, fieldName), passing);
  return passAll(table.inputFieldRules(typeName, fieldName), passing);
}

const sets = Array.from(
  { length: 2 ** scopes.length },
  (_, bits) => new Set(scopes.filter((_scope, bit) => bits & (1 << bit))),
);

test('no set of scopes shows a field, an argument, a type or a value that it does not give', () => {
  for (const held of sets) {
    const schema = visibleSchema(apiSchema, table, held);
    for (const coordinate of schema ? coordinates(schema) : []) {
      expect(isAllowed(coordinate, held), `${coordinate} with ${[...held].join(' ')}`).toBe(true);
    }
    for (const name of Object.keys(schema?.getTypeMap() ?? {})) {
      expect(passAll(table.typeRules(name), table.passing(held)), `${name} with ${[...held].join(' ')}`).toBe(
        true,
      );
    }
  }
});

test('nothing is lost that can be reached and answered', () => {
  for (const held of sets) {
    const schema = visibleSchema(apiSchema, table, held);
    if (!schema) continue;
    const shown = coordinates(schema);
    for (const name of Object.keys(schema.getTypeMap())) {
      const type = apiSchema.getType(name);
      if (!isObjectType(type) || name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        const output = getNamedType(field.type);
        // An object that shows nothing is left out with the fields that lead to it.
        const leadsNowhere = output.name === 'Lost' && !held.has('hidden');
        const isExpected = isAllowed(`${name}.${field.name}`, held) && !leadsNowhere;
        expect(shown.has(`${name}.${field.name}`), `${name}.${field.name} with ${[...held].join(' ')}`).toBe(
          isExpected,
        );
      }
    }
  }
});

test('every variant is a valid schema', () => {
  const variants = sets.flatMap((held) => visibleSchema(apiSchema, table, held) ?? []);
  expect(variants.length).toBeGreaterThan(300);
  expect(variants.flatMap((schema) => validateSchema(schema))).toEqual([]);
});

test('an input that needs what may not be given is left out', () => {
  const schema = visibleSchema(apiSchema, table, new Set(['find', 'b']));
  expect(schema?.getType('G')).toBeUndefined();
  expect([...coordinates(schema!)].filter((coordinate) => coordinate.startsWith('F.'))).toEqual([
    'F.and',
    'F.plain',
  ]);
  const { find } = schema!.getQueryType()!.getFields();
  expect(find?.args.map(({ name }) => name)).toEqual(['f', 's']);
});
