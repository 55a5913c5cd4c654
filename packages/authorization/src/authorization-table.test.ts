import { composeServices } from '@apollo/composition';
import { gql } from 'graphql-tag';
import { buildSchema, parse, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { readAuthorizationTable } from './authorization-table.ts';
import { lintAuthorizationTable, lintSubgraphRules } from './lint.ts';
import { loadableSupergraph } from './loadable-supergraph.ts';
import { meets } from './rule.ts';

const federation = 'https://specs.apollo.dev/federation/v2.9';
const inputScopes = `
  extend schema
    @link(url: "https://customer360.example/inputScopes/v0.1", import: ["@inputScopes"])
    @composeDirective(name: "@inputScopes")
  directive @inputScopes(scopes: [[String!]!]!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

function compose(...sdls: readonly string[]): string {
  const imports =
    '"@key", "@authenticated", "@interfaceObject", "@override", "@composeDirective", "@shareable"';
  const { supergraphSdl, errors } = composeServices(
    sdls.map((sdl, index) => ({
      name: `s${index}`,
      typeDefs: gql(
        /@link\(url: "https:\/\/specs.apollo.dev\/federation/.test(sdl)
          ? sdl
          : `extend schema @link(url: "${federation}", import: [${imports}, "@requiresScopes"]) ${sdl}`,
      ),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

function visible(sdl: string, coordinate: string, ...scopes: readonly string[]): boolean {
  const table = readAuthorizationTable(sdl);
  const [type = '', field = ''] = coordinate.split('.');
  return meets(table.fieldRequirement(type, field), table.passing(new Set(scopes)));
}

test('a field asks for the rules of its type, its own and those of its output', () => {
  const sdl = compose(`
    type Query { order: Order @requiresScopes(scopes: [["ask"]]) plain: Int }
    type Order @requiresScopes(scopes: [["order"]]) { total: Money @requiresScopes(scopes: [["total"]]) }
    scalar Money @requiresScopes(scopes: [["money"], ["audit", "read"]])
  `);
  expect(visible(sdl, 'Query.order', 'ask', 'order')).toBe(true);
  expect(visible(sdl, 'Query.order', 'ask')).toBe(false);
  expect(visible(sdl, 'Order.total', 'order', 'total', 'money')).toBe(true);
  expect(visible(sdl, 'Order.total', 'order', 'total', 'audit', 'read')).toBe(true);
  expect(visible(sdl, 'Order.total', 'order', 'total', 'audit')).toBe(false);
  expect(visible(sdl, 'Order.total', 'total', 'money')).toBe(false);
  expect(visible(sdl, 'Query.plain')).toBe(true);
});

test('a field of an abstract type asks that one of the members is allowed', () => {
  const sdl = compose(`
    type Query { find: Found }
    union Found = A | B
    type A @requiresScopes(scopes: [["a"]]) { id: ID }
    type B @requiresScopes(scopes: [["b"]]) { id: ID }
  `);
  expect(visible(sdl, 'Query.find')).toBe(false);
  expect(visible(sdl, 'Query.find', 'b')).toBe(true);
});

test('without a token nothing is visible but what is listed as public', () => {
  const sdl = compose('type Query { open: Int closed: Int }');
  const table = readAuthorizationTable(sdl, { publicFields: ['Query.open'] });
  expect(meets(table.fieldRequirement('Query', 'open'), table.passing(null))).toBe(true);
  expect(meets(table.fieldRequirement('Query', 'closed'), table.passing(null))).toBe(false);
  expect(() => readAuthorizationTable(sdl, { publicFields: ['Query.opne'] })).toThrow('does not exist');
});

test('rules of several subgraphs all hold', () => {
  const field = 'type Query { q: Q } type Q @key(fields: "id") { id: ID!';
  const sdl = compose(
    `${field} f: Int @shareable @requiresScopes(scopes: [["a"]]) }`,
    'type Q @key(fields: "id") { id: ID! f: Int @shareable @requiresScopes(scopes: [["b"]]) }',
  );
  expect(visible(sdl, 'Q.f', 'a')).toBe(false);
  expect(visible(sdl, 'Q.f', 'b')).toBe(false);
  expect(visible(sdl, 'Q.f', 'a', 'b')).toBe(true);
});

test('a rule on a field that was moved away stays in force', () => {
  const sdl = compose(
    'type Query { q: Q } type Q @key(fields: "id") { id: ID! f: Int @requiresScopes(scopes: [["old"]]) }',
    'type Q @key(fields: "id") { id: ID! f: Int @override(from: "s0") }',
  );
  expect(visible(sdl, 'Q.f')).toBe(false);
  expect(visible(sdl, 'Q.f', 'old')).toBe(true);
});

test('rules of an @interfaceObject reach every implementation, and those of one implementation no other', () => {
  const sdl = compose(
    `type Query { node: Node } interface Node @key(fields: "id") { id: ID! }
     type A implements Node @key(fields: "id") @requiresScopes(scopes: [["a"]]) { id: ID! }
     type B implements Node @key(fields: "id") { id: ID! }`,
    'type Node @interfaceObject @key(fields: "id") { id: ID! score: Int @requiresScopes(scopes: [["s"]]) }',
  );
  expect(visible(sdl, 'B.score')).toBe(false);
  expect(visible(sdl, 'B.score', 's')).toBe(true);
  expect(visible(sdl, 'A.score', 's')).toBe(false);
  expect(visible(sdl, 'Query.node')).toBe(true);
  expect(readAuthorizationTable(sdl).isKeyField('A', 'id')).toBe(true);
});

test('rules of inputs come from repeated @inputScopes and from scalars and enums', () => {
  const sdl = compose(
    `${inputScopes}
     type Query { q(plain: Int, f: F, e: E): Int }
     input F { a: Int @inputScopes(scopes: [["a"]]) @inputScopes(scopes: [["b"]]) plain: Int }
     enum E @requiresScopes(scopes: [["e"]]) { X }`,
    `${inputScopes} input F { a: Int @inputScopes(scopes: [["c"]]) plain: Int }`,
  );
  const table = readAuthorizationTable(sdl);
  const named = (rules: readonly number[]) => rules.map((rule) => table.rules[rule]);
  expect(table.hasInputRules).toBe(true);
  expect(named(table.inputFieldRules('F', 'a'))).toEqual([[['a']], [['b']], [['c']]]);
  expect(named(table.inputFieldRules('F', 'plain'))).toEqual([]);
  expect(named(table.argumentRules('Query', 'q', 'e'))).toEqual([[['e']]]);
  expect(named(table.argumentRules('Query', 'q', 'plain'))).toEqual([]);
});

test.each([
  ['as:', '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "need", for: SECURITY)', 'need'],
  [
    'import with a new name',
    '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{name: "@requiresScopes", as: "@need"}], for: SECURITY)',
    'need',
  ],
])('directives renamed by %s are read', (_how, link, name) => {
  const sdl = compose('type Query { f: Int @requiresScopes(scopes: [["s"]]) }')
    .replace('@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)', link)
    .replaceAll('@requiresScopes(scopes', `@${name}(scopes`);
  expect(visible(sdl, 'Query.f')).toBe(false);
  expect(visible(sdl, 'Query.f', 's')).toBe(true);
});

const scoped = () => compose('type Query { f: Int @requiresScopes(scopes: [["s"]]) }');

test.each([
  [
    'another security feature',
    () =>
      scoped().replace(
        '{\n  query',
        '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)\n{\n  query',
      ),
    'policy is unknown',
  ],
  [
    'another version',
    () => scoped().replace('requiresScopes/v0.1', 'requiresScopes/v0.2'),
    'v0.2 is unknown',
  ],
  [
    'a directive that no link explains',
    () => scoped().replace(/@link\(url: "https:\/\/specs.apollo.dev\/requiresScopes[^)]*\)/, ''),
    'not linked',
  ],
  [
    'a directive that is applied, not defined and not linked',
    () => compose('type Query { f: Int }').replace('f: Int', 'f: Int @authenticated'),
    '@authenticated is used and not linked',
  ],
  [
    'a link without its directive',
    () => scoped().replace(/directive @requiresScopes[^\n]*/, ''),
    'linked and not defined',
  ],
  ['a rule without scopes', () => scoped().replace('[["s"]]', '[]'), 'names no scope'],
  ['a rule with an empty alternative', () => scoped().replace('[["s"]]', '[["s"], []]'), 'names no scope'],
  [
    'a rule where none is enforced',
    () => scoped().concat('\nunion U @requiresScopes(scopes: [["s"]]) = Query'),
    'where none is enforced',
  ],
])('%s is refused', (_what, sdl, problem) => {
  expect(() => readAuthorizationTable(sdl())).toThrow(problem);
});

test('the loadable supergraph differs only by the purpose of the two links', () => {
  const sdl = compose('type Query { a: Int @authenticated b: Int @requiresScopes(scopes: [["s"]]) }');
  const loadable = loadableSupergraph(sdl);
  expect(loadable).not.toContain('SECURITY)');
  expect(loadable).toContain('for: EXECUTION');
  expect(loadable).toContain('authenticated/v0.1"');
  const withoutPurpose = sdl.replaceAll(', for: SECURITY', '');
  expect(printSchema(buildSchema(loadable))).toBe(printSchema(buildSchema(withoutPurpose)));
  expect(parse(loadable).definitions).toHaveLength(parse(sdl).definitions.length);
});

test('the lint names protected keys, protected fields and denied items that cannot be null', () => {
  const sdl = compose(`
    type Query { q: Q! secret: Int! @requiresScopes(scopes: [["s"]]) found: [Found!] one: Found! some: [Found] }
    type Q @key(fields: "id") { id: ID @requiresScopes(scopes: [["s"]]) }
    union Found = Q | R
    type R @requiresScopes(scopes: [["r"]]) { id: ID! @requiresScopes(scopes: [["r"]]) }
  `);
  expect(lintAuthorizationTable(readAuthorizationTable(sdl)).toSorted()).toEqual([
    'Q.id is a key field and has a rule',
    'Query.found lists objects that may be denied: its items must be nullable',
    'Query.one lists objects that may be denied: its items must be nullable',
    'Query.secret is protected and must be nullable, or its type must have the rule too',
  ]);
});

test('the lint of a subgraph names rules without scopes', () => {
  expect(
    lintSubgraphRules('type Query { a: Int @requiresScopes(scopes: []) b: Int @need(scopes: [[]]) }'),
  ).toEqual(['@requiresScopes(scopes: []) names no scope', '@need(scopes: [[]]) names no scope']);
  expect(lintSubgraphRules('type Query { a: Int @requiresScopes(scopes: [["s"]]) }')).toEqual([]);
});
