import { createLogger } from '@customer360/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeSupergraph, embed } from '../test/compose.ts';
import { post } from '../test/post.ts';
import { startTokenIssuer, type TokenIssuer } from '@customer360/testing';
import { createGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';

const sdl = `
  type Query {
    me: Person
    "Everybody."
    people(
      "Page size, 1 to 50."
      first: Int = 10
    ): [Person]
    everything(first: Int): [Person]
    teams(first: Int = 20): [Team]
    nodes: [Node]
  }
  type Team { members(first: Int = 100): [Person] }
  type Mutation { rename(name: String): Person }
  interface Node { id: ID friend: Node }
  ${['Person', ...'ABCDEFGH'.split('')].map((name) => `type ${name} implements Node { id: ID friend: ${name === 'Person' ? 'Person' : 'Node'} }`).join('\n')}
`;

let issuer: TokenIssuer;
let gateway: Gateway;
let authorization: string;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  authorization = await issuer.bearer('');
  gateway = await createGateway({
    supergraphSdl: composeSupergraph({ people: sdl }),
    verifier: issuer.verifier,
    logger: createLogger({ name: 'test', level: 'silent' }),
    limits: { maxBodyBytes: 20_000, maxNodes: 10_000 },
    subgraphs: {
      people: embed(
        { sdl, resolvers: { Query: { me: () => ({ id: '1' }), people: () => [], teams: () => [] } } },
        issuer.verifier,
      ),
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

const ask = (query: string, variables = {}) => post(gateway.server, query, { authorization, variables });
const nested = (levels: number) => `{ me ${'{ friend '.repeat(levels)} { id } ${'}'.repeat(levels)} }`;
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

test.each([
  ['depth', nested(30), '32 levels of fields; at most 20'],
  [
    'depth behind fragments',
    `{ me { ...A } } ${times(9, (index) => `fragment ${'ABCDEFGHI'[index]} on Person { friend { friend { friend { id ...${'ABCDEFGHIJ'[index + 1]} } } } }`)} fragment J on Person { id }`,
    '29 levels of fields; at most 20',
  ],
  ['aliases', `{ me { ${times(60, (index) => `a${index}: id`)} } }`, '60 aliases; at most 50'],
  ['root fields', `{ ${times(30, (index) => `a${index}: me { id }`)} }`, '30 root fields; at most 20'],
  [
    'aliases behind fragments',
    `{ me { ...A ...B } } fragment A on Person { ${times(30, (index) => `a${index}: id`)} } fragment B on Person { ...A }`,
    '60 aliases; at most 50',
  ],
  ['written page size', '{ people(first: 51) { id } }', '"first" must be between 1 and 50'],
  ['page size of nothing', '{ people(first: 0) { id } }', '"first" must be between 1 and 50'],
  ['page size without a documented limit', '{ everything(first: 101) { id } }', 'between 1 and 100'],
])('an operation over the limit of %s is refused by naming it', async (_what, query, message) => {
  const answer = await ask(query);
  expect(answer.status).toBe(400);
  expect(answer.body.data).toBeUndefined();
  expect(answer.body.errors?.map((error) => error.message).join()).toContain(message);
  expect(answer.body.errors?.[0]?.extensions).toMatchObject({
    code: expect.stringMatching(/OPERATION_LIMIT_EXCEEDED|GRAPHQL_VALIDATION_FAILED/),
  });
});

test('a page size in a variable, or in its default, is checked as well', async () => {
  const query = 'query ($n: Int = 70) { people(first: $n) { id } }';
  expect((await ask(query, { n: 51 })).body.errors?.[0]?.message).toContain('between 1 and 50');
  expect((await ask(query)).body.errors?.[0]?.message).toContain('between 1 and 50');
  expect((await ask(query, { n: 50 })).body).toEqual({ data: { people: [] } });
});

test.each([
  ['written', '{ teams(first: 100) { members(first: 100) { id } } people(first: 50) { id } }', 10_150],
  ['by default', `{ ${times(6, (index) => `a${index}: teams { members { id } }`)} }`, 12_120],
  [
    'behind fragments',
    '{ teams(first: 100) { ...A } } fragment A on Team { ...B ... { a: members(first: 10) { id } } } fragment B on Team { members(first: 90) { id } }',
    10_100,
  ],
])('pages inside pages, %s, are refused by the number of their items', async (_how, query, nodes) => {
  const answer = await ask(query);
  expect(answer.status).toBe(400);
  expect(answer.body.data).toBeUndefined();
  expect(answer.body.errors?.[0]).toMatchObject({
    message: `The operation asks for up to ${nodes} items in its pages; at most 10000 are allowed.`,
    extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit: 10_000 },
  });
});

test('the items of pages are counted with the sizes in variables', async () => {
  const query = 'query ($n: Int = 100) { teams(first: 99) { members(first: $n) { id } } }';
  expect((await ask(query)).body).toEqual({ data: { teams: [] } });
  expect((await ask(query.replace('99', '100'), { n: 99 })).body).toEqual({ data: { teams: [] } });
  expect((await ask(query.replace('99', '100'))).body.errors?.[0]?.message).toContain('10100 items');
});

test('too many tokens are refused while they are read', async () => {
  const answer = await ask(`{ me { ${'id '.repeat(4_100)} } }`);
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.[0]).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  expect(answer.body.errors?.[0]?.message).toContain('4000 tokens');
});

test('what grows by fragments and abstract types is refused by the written-out size', async () => {
  const level = (index: number) => `friend { ...F${index + 1} b${index}: friend { ...F${index + 1} } }`;
  const bomb = `{ nodes { ...F0 } } ${times(4, (index) => `fragment F${index} on Node { ${level(index)} }`)} fragment F4 on Node { id }`;
  const answer = await ask(bomb);
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.[0]).toMatchObject({
    message: 'The operation is too large: written out, it may have at most 20000 selections.',
    extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit: 20_000 },
  });
});

test('a body over the limit is refused by 413 with the limit', async () => {
  const answer = await gateway.server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization, 'content-type': 'application/json' },
    payload: JSON.stringify({ query: '{ me { id } }', padding: 'x'.repeat(20_000) }),
  });
  expect(answer.statusCode).toBe(413);
  expect(answer.body).toContain('20000 bytes');
});

test('several operations in one request are refused', async () => {
  const answer = await gateway.server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization, 'content-type': 'application/json' },
    payload: JSON.stringify([{ query: '{ me { id } }' }, { query: '{ me { id } }' }]),
  });
  expect(answer.statusCode).toBe(400);
});

test('mutations by GET are refused, queries by GET need a header that browsers ask permission for', async () => {
  const get = (query: string, headers = {}) =>
    gateway.server.inject({
      method: 'GET',
      url: `/graphql?query=${encodeURIComponent(query)}`,
      headers: { authorization, ...headers },
    });
  expect((await get('{ me { id } }')).statusCode).toBe(400);
  const preflighted = { 'apollo-require-preflight': 'true' };
  expect((await get('{ me { id } }', preflighted)).json()).toEqual({ data: { me: { id: '1' } } });
  expect((await get('mutation { rename { id } }', preflighted)).statusCode).toBe(405);
});

test('subscriptions and @defer are refused', async () => {
  const subscription = await ask('subscription { anything }');
  expect(subscription.status).toBe(400);
  expect(subscription.body.data).toBeUndefined();
  expect(subscription.body.errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
  const deferred = await ask('{ me { ... @defer { id } } }');
  expect(deferred.status).toBe(400);
  expect(deferred.body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a name that is nearly right is not suggested', async () => {
  const answer = await ask('{ peple { id } }');
  expect(answer.body.errors?.[0]?.message).toBe('Cannot query field "peple" on type "Query".');
});
