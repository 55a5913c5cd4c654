import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql } from 'graphql';
import { gql } from 'graphql-tag';
import { expect, test } from 'vitest';
import { readAuthorizationTable } from './authorization-table.ts';
import { guardSchema } from './guard-schema.ts';

const typeDefs = gql(`
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes", "@composeDirective"])
    @link(url: "https://customer360.example/inputScopes/v0.1", import: ["@inputScopes"])
    @composeDirective(name: "@inputScopes")
  directive @inputScopes(scopes: [[String!]!]!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  type Query {
    open: Int
    order: Order
    hits: [Hit]
    find(filter: Filter, secret: Int @inputScopes(scopes: [["arg"]])): Int
  }
  type Mutation { change: Int @requiresScopes(scopes: [["write"]]) }
  type Order @key(fields: "id") @requiresScopes(scopes: [["order"]]) { id: ID! total: Int note: String @requiresScopes(scopes: [["note"]]) }
  type Other { name: String }
  union Hit = Order | Other
  input Filter { plain: Int hidden: Boolean = false @inputScopes(scopes: [["hidden"]]) and: [Filter!] }
`);

const { supergraphSdl = '' } = composeServices([{ name: 'shop', typeDefs }]);
const table = readAuthorizationTable(supergraphSdl);

interface Context {
  readonly scopes: readonly string[] | null;
}

const newSchema = () =>
  buildSubgraphSchema({
    typeDefs,
    resolvers: {
      Query: {
        open: () => 1,
        order: () => ({ id: '1', total: 2, note: 'n' }),
        hits: () => [{ __typename: 'Other', name: 'x' }],
        find: () => 3,
      },
      Mutation: { change: () => 4 },
      Order: { __resolveReference: ({ id }: { id: string }) => ({ id, total: 2, note: 'n' }) },
    },
  });
const schema = guardSchema(newSchema(), table, ({ scopes }: Context) =>
  scopes === null ? null : { scopes: new Set(scopes) },
);

async function ask(source: string, scopes: readonly string[] | null, variableValues = {}) {
  const { data, errors = [] } = await graphql({ schema, source, contextValue: { scopes }, variableValues });
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    codes: errors.map(({ extensions }) => [extensions['code'], extensions['coordinate'] ?? ''].join(' ')),
  };
}

const denied = (coordinate: string) => `UNAUTHORIZED_FIELD_OR_TYPE ${coordinate}`;

test.each([
  ['{ open }'],
  ['{ _service { sdl } }'],
  ['{ _entities(representations: [{__typename: "Order", id: "1"}]) { ... on Order { id } } }'],
  ['mutation { change }'],
])('without a viewer %s is not answered', async (source) => {
  const answer = await ask(source, null);
  expect(answer.codes).toEqual(['UNAUTHENTICATED ']);
  expect(Object.values(answer.data ?? {}).every((value) => value === null)).toBe(true);
});

test('a field is answered to whoever passes its rules, those of its type and of its output', async () => {
  const query = '{ open order { id total note } }';
  expect(await ask(query, ['order', 'note'])).toEqual({
    data: { open: 1, order: { id: '1', total: 2, note: 'n' } },
    codes: [],
  });
  expect(await ask(query, ['order'])).toEqual({
    data: { open: 1, order: { id: '1', total: 2, note: null } },
    codes: [denied('Order.note')],
  });
  expect(await ask(query, [])).toEqual({ data: { open: 1, order: null }, codes: [denied('Query.order')] });
  expect((await ask('mutation { change }', ['order'])).codes).toEqual([denied('Mutation.change')]);
});

test('key fields of an entity are answered to any token, the rest by the rules', async () => {
  const query =
    '{ _entities(representations: [{__typename: "Order", id: "7"}]) { __typename ... on Order { id total } } }';
  expect(await ask(query, [])).toEqual({
    data: { _entities: [{ __typename: 'Order', id: '7', total: null }] },
    codes: [denied('Order.total')],
  });
});

test('an abstract field is answered when one member is allowed', async () => {
  expect(await ask('{ hits { __typename ... on Other { name } } }', [])).toEqual({
    data: { hits: [{ __typename: 'Other', name: 'x' }] },
    codes: [],
  });
});

test.each([
  ['a written argument', 'query { find(secret: 1) }', {}, false],
  ['null for an argument', 'query { find(secret: null) }', {}, false],
  ['an argument by a variable', 'query ($s: Int) { find(secret: $s) }', { s: 1 }, false],
  ['an absent variable', 'query ($s: Int) { find(secret: $s) }', {}, true],
  ['a written input field', '{ find(filter: {hidden: true}) }', {}, false],
  ['a nested input field', '{ find(filter: {and: [{plain: 1}, {hidden: true}]}) }', {}, false],
  ['an input field by a variable', 'query ($h: Boolean) { find(filter: {hidden: $h}) }', { h: true }, false],
  ['an input field by an absent variable', 'query ($h: Boolean) { find(filter: {hidden: $h}) }', {}, true],
  ['an input in a variable', 'query ($f: Filter) { find(filter: $f) }', { f: { hidden: true } }, false],
  [
    'a nested input in a variable',
    'query ($f: Filter) { find(filter: $f) }',
    { f: { and: { hidden: true } } },
    false,
  ],
  [
    "the schema's default in a variable",
    'query ($f: Filter) { find(filter: $f) }',
    { f: { plain: 1 } },
    true,
  ],
  ['inputs without rules', '{ find(filter: {plain: 1}) }', {}, true],
])('whoever lacks the scope of an input: %s', async (_what, query, variables, isAnswered) => {
  expect(await ask(query, [], variables)).toEqual(
    isAnswered ? { data: { find: 3 }, codes: [] } : { data: { find: null }, codes: [denied('Query.find')] },
  );
  expect(await ask(query, ['arg', 'hidden'], variables)).toEqual({ data: { find: 3 }, codes: [] });
});

test('a schema with a field that the supergraph does not know is refused', () => {
  const newer = buildSubgraphSchema(gql('type Query { open: Int fresh: Int }'));
  expect(() => guardSchema(newer, table, () => null)).toThrow('does not know Query.fresh');
});
