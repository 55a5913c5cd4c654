import { AppError, createLogger, createMetrics } from '@customer360/service';
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composeSupergraph, embed } from '../test/compose.ts';
import { post } from '../test/post.ts';
import { startTokenIssuer, type TokenIssuer } from '@customer360/testing';
import { createGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';

const people = `
  enum Colour { GREEN RED }
  type Query { me(colour: Colour): Person }
  type Mutation { rename: Person @requiresScopes(scopes: [["write"]]) ping: Int }
  type Person @key(fields: "id") { id: ID! name: String secret: String @requiresScopes(scopes: [["secret"]]) }
`;
const scores = 'type Person @key(fields: "id") { id: ID! score: Int must: Int! }';

let issuer: TokenIssuer;
let gateway: Gateway;
let authorization: string;
let failure: Error | null;
let must: number | null = 1;
let pings = 0;
const lines: string[] = [];

beforeAll(async () => {
  issuer = await startTokenIssuer();
  authorization = await issuer.bearer('profile:read');
  const fail = () => {
    if (failure !== null) throw failure;
    return 'Ada';
  };
  gateway = await createGateway({
    supergraphSdl: composeSupergraph({ people, scores }),
    verifier: issuer.verifier,
    metrics: createMetrics('gateway'),
    logger: createLogger({
      name: 'test',
      level: 'error',
      destination: { write: (line) => void lines.push(line) },
    }),
    subgraphs: {
      people: embed(
        {
          sdl: people,
          resolvers: {
            Query: { me: () => ({ id: '1' }) },
            Mutation: { ping: () => (pings += 1) },
            Person: { name: fail },
          },
        },
        issuer.verifier,
      ),
      scores: {
        async ask() {
          if (failure !== null) throw failure;
          return { data: { _entities: [must === null ? null : { score: 1, must }] } };
        },
        ready: async () => undefined,
        close: async () => undefined,
      },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});
beforeEach(() => {
  failure = null;
  must = 1;
  lines.length = 0;
});

const ask = (query: string) => post(gateway.server, query, { authorization });

test.each([
  [
    'an unknown error',
    new Error('relation "person" at 10.0.0.1'),
    'INTERNAL_SERVER_ERROR',
    'Something went wrong on our side.',
  ],
  [
    'a GraphQL error without a code',
    new GraphQLError('internal text'),
    'INTERNAL_SERVER_ERROR',
    'Something went wrong on our side.',
  ],
  [
    'an error with an unknown code',
    new GraphQLError('internal text', { extensions: { code: 'PG_23505', detail: 'x' } }),
    'INTERNAL_SERVER_ERROR',
    'Something went wrong on our side.',
  ],
  ['NOT_FOUND', new AppError('NOT_FOUND', 'internal text'), 'NOT_FOUND', 'Not found.'],
  [
    'BAD_USER_INPUT',
    new AppError('BAD_USER_INPUT', 'The cursor is unknown.'),
    'BAD_USER_INPUT',
    'The cursor is unknown.',
  ],
])(
  'of %s in a subgraph a client sees a stable code and no inner text',
  async (_what, error, code, message) => {
    failure = error;
    const answer = await ask('{ me { id name } }');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      data: { me: { id: '1', name: null } },
      errors: [{ message, path: ['me', 'name'], extensions: { code } }],
    });
  },
);

test('what a client is not told is logged', async () => {
  failure = new Error('relation "person" at 10.0.0.1');
  await ask('{ me { name } }');
  failure = new GraphQLError('inner text', { extensions: { code: 'PG_23505' } });
  await ask('{ me { name } }');
  expect(lines.join('\n')).toMatch(/relation .*person/);
  expect(lines.join('\n')).toContain('inner text');
});

test('a subgraph that cannot be reached takes only its own part with it', async () => {
  failure = new AppError('UPSTREAM_UNAVAILABLE', 'connect ECONNREFUSED 10.0.0.1');
  const answer = await ask('{ me { id score } }');
  expect(answer.body.data).toEqual({ me: { id: '1', score: null } });
  expect(answer.body.errors).toEqual([
    {
      message: 'A part of the graph cannot be reached.',
      path: ['me'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    },
  ]);
});

test('a missing value that cannot be null is an error, not silence', async () => {
  must = null;
  const answer = await ask('{ me { id must } }');
  expect(answer.body).toEqual({
    data: { me: null },
    errors: [
      {
        message: 'A part of the graph did not answer as it should.',
        path: ['me', 'must'],
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      },
    ],
  });
});

test('a variable of the wrong type is refused by 400 without suggestions', async () => {
  const misspelt = await post(gateway.server, 'query ($c: Colour) { me(colour: $c) { id } }', {
    authorization,
    variables: { c: 'GREN' },
  });
  expect(misspelt.body.errors?.[0]?.message).toBe(
    'Variable "$c" got invalid value "GREN"; Value "GREN" does not exist in "Colour" enum.',
  );
  const answer = await post(gateway.server, 'query ($b: Boolean!) { me { id @skip(if: $b) name } }', {
    authorization,
    variables: { b: 'yes' },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
});

test('a refused mutation is 403, has no data, and runs no part of it', async () => {
  pings = 0;
  const answer = await ask('mutation { ping rename { id } }');
  expect(answer.status).toBe(403);
  expect(answer.body).toEqual({
    errors: [
      {
        message: 'Unauthorized field or type',
        path: ['rename'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate: 'Mutation.rename' },
      },
    ],
  });
  expect(pings).toBe(0);
  expect((await ask('mutation { ping }')).body).toEqual({ data: { ping: 1 } });
});

test('a wholly denied query is 200 with data and asks no subgraph', async () => {
  const answer = await post(gateway.server, '{ me { secret } }', { authorization });
  expect(answer).toMatchObject({ status: 200, body: { data: { me: { secret: null } } } });
});

test('the query plan is shown to nobody', async () => {
  const answer = await post(gateway.server, '{ me { id } }', {
    authorization,
    headers: {
      'apollo-query-plan-experimental': 'true',
      'apollo-query-plan-experimental-format': 'internal',
    },
  });
  expect(answer.body).toEqual({ data: { me: { id: '1' } } });
});

test('operations, subgraph requests, errors and denials are counted', async () => {
  await ask('{ me { id secret } }');
  const metrics = (await gateway.server.inject({ method: 'GET', url: '/metrics' })).body;
  expect(metrics).toMatch(/gateway_operation_duration_seconds_count\{[^}]*type="query"[^}]*\} \d/);
  expect(metrics).toMatch(/gateway_subgraph_duration_seconds_count\{[^}]*subgraph="people"[^}]*\} \d/);
  expect(metrics).toMatch(/gateway_errors_total\{[^}]*code="UNAUTHORIZED_FIELD_OR_TYPE"[^}]*\} \d/);
  expect(metrics).toMatch(/gateway_denied_selections_total\{[^}]*coordinate="Person.secret"[^}]*\} \d/);
});
