import { createLogger, createMetrics, measureConsumerLag } from '@customer360/service';
import { createSubgraphServer } from '@customer360/subgraph';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../test/profile-fixture.ts';

let fixture: ProfileFixture;
let server: FastifyInstance;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.send('shop', { userId: 'jane', traits: { name: 'Jane Doe' } });
  const metrics = createMetrics('profile');
  measureConsumerLag(metrics, 'profile', () => fixture.subgraph.consumer.lag());
  server = await createSubgraphServer({
    subgraph: fixture.subgraph,
    logger: createLogger({ name: 'profile', level: 'silent' }),
    metrics,
    ready: {},
  });
});
afterAll(async () => {
  await server.close();
  await fixture.close();
});

async function post(query: string, headers: Record<string, string> = {}) {
  const response = await server.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

const QUERY = '{ profiles { nodes { displayName } } }';

it('answers whoever has a token', async () => {
  const { status, body } = await post(QUERY, { authorization: await fixture.bearer() });
  expect([status, body]).toEqual([200, { data: { profiles: { nodes: [{ displayName: 'Jane Doe' }] } } }]);
});

it.each([QUERY, '{ _service { sdl } }', '{ __typename }', 'no document at all'])(
  'without a token %j is unauthenticated',
  async (query) => {
    const { status, headers, body } = await post(query);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer realm="customer360"');
    expect(body.error.code).toBe('UNAUTHENTICATED');
  },
);

it('a bad token is refused with the reason', async () => {
  const { status, headers } = await post(QUERY, { authorization: 'Bearer a.b.c' });
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toContain('error="invalid_token"');
});

it('errors carry their code and no text from below', async () => {
  const authorization = await fixture.bearer();
  const codes = async (query: string) =>
    (await post(query, { authorization })).body.errors.map(
      ({ message, extensions }: { message: string; extensions: { code: string; stacktrace?: string } }) => [
        message,
        extensions.code,
        extensions.stacktrace,
      ],
    );
  expect(await codes('{ profiles(first: 500) { totalCount } }')).toEqual([
    ['first must be 1 to 100.', 'BAD_USER_INPUT', undefined],
  ]);
  await fixture.database.asSystem((trx) =>
    trx.schema.alterTable('profile.profile').renameTo('hidden').execute(),
  );
  try {
    expect(await codes(QUERY)).toEqual([
      ['Something went wrong on our side.', 'INTERNAL_SERVER_ERROR', undefined],
    ]);
  } finally {
    await fixture.database.asSystem((trx) =>
      trx.schema.alterTable('profile.hidden').renameTo('profile').execute(),
    );
  }
});

it('shows how far the golden records are behind', async () => {
  const { body } = await server.inject({ url: '/metrics' });
  expect(body).toMatch(/^profile_consumer_lag_entries\{tenant="shop",service="profile"\} 0$/m);
  expect(body).toMatch(/^profile_consumer_lag_seconds\{tenant="rival",service="profile"\} 0$/m);
});
