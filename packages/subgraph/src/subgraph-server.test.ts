import { AppError, createLogger, createMetrics } from '@customer360/service';
import type { FastifyInstance } from 'fastify';
import { buildSchema, GraphQLError } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSubgraphServer, type SubgraphRequest } from './subgraph-server.ts';

let server: FastifyInstance;

function schemaOf() {
  const schema = buildSchema('type Query { who: String fault: Int refused: Int }');
  const fields = schema.getQueryType()?.getFields() ?? {};
  const resolve = (name: string, resolver: (context: { readonly who: string }) => unknown) => {
    const field = fields[name];
    if (field) field.resolve = (_source, _args, context) => resolver(context);
  };
  resolve('who', ({ who }) => who);
  resolve('fault', () => {
    throw new Error('relation "secret" does not exist');
  });
  resolve('refused', () => {
    throw new GraphQLError('Too much.', { extensions: { code: 'BAD_USER_INPUT' } });
  });
  return schema;
}

async function createContext({ authorization, requestId }: SubgraphRequest) {
  if (authorization === undefined) throw new AppError('UNAUTHENTICATED', 'A token is needed.');
  return { who: `${authorization} in ${requestId}` };
}

beforeAll(async () => {
  server = await createSubgraphServer({
    subgraph: { schema: schemaOf(), createContext },
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    ready: { store: async () => undefined },
  });
});
afterAll(() => server.close());

async function post(query: string, headers: Record<string, string> = { authorization: 'jane' }) {
  const response = await server.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
  return { status: response.statusCode, body: response.json() };
}

it('answers in the context of the request', async () => {
  const headers = { authorization: 'jane', 'x-request-id': 'request-1' };
  expect(await post('{ who }', headers)).toEqual({
    status: 200,
    body: { data: { who: 'jane in request-1' } },
  });
});

it.each(['{ who }', '{ __typename }', 'no document at all'])(
  'looks at the token before the document %j',
  async (query) => {
    const { status, body } = await post(query, {});
    expect([status, body.error.code]).toEqual([401, 'UNAUTHENTICATED']);
  },
);

it('hides the text of its own failures and keeps that of a refusal', async () => {
  const errorOf = async (query: string) => (await post(query)).body.errors[0];
  expect(await errorOf('{ fault }')).toMatchObject({
    message: 'Something went wrong on our side.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  expect(await errorOf('{ refused }')).toMatchObject({
    message: 'Too much.',
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('refuses a document of more tokens than it reads', async () => {
  const { status, body } = await post(`{ ${'who '.repeat(20_001)} }`);
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_PARSE_FAILED']);
});

it('says whether it is ready, and measures', async () => {
  expect((await server.inject('/ready')).json()).toEqual({ status: 'ready', checks: { store: 'ok' } });
  expect((await server.inject('/metrics')).body).toContain('service="test"');
});
