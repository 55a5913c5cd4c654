import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../test/profile-fixture.ts';

let fixture: ProfileFixture;
const receivedAt = new Date('2026-03-01T12:00:00.000Z');
const LIST = `query($sourceId: ID, $first: Int, $after: String) { deadLetters(sourceId: $sourceId, first: $first, after: $after) {
  nodes { id source { id name } messageId reason field message receivedAt payload } pageInfo { endCursor hasNextPage } } }`;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.ask(`mutation { createSource(input: {id: "web", name: "Web shop"}) { __typename } }`);
  await keep(
    'shop',
    'web',
    'm-1',
    JSON.stringify({ type: 'track', userId: 'jane', traits: { email: 'jane@example.com' } }),
  );
  await keep('shop', 'web', 'jane@example.com', '{"userId":"jane","cut');
  await keep('shop', 'app', null, null);
  await keep('rival', 'web', 'm-1', '{}');
});
afterAll(() => fixture.close());

async function keep(tenant: string, source: string, messageId: string | null, payload: string | null) {
  await fixture.database.inTenant(tenant, (trx) =>
    trx
      .insertInto('ingestion.dead_letter')
      .values({
        tenant_id: tenant,
        id: randomUUID(),
        source_id: source,
        message_id: messageId,
        reason: 'EVENT_TOO_LARGE',
        field: 'traits.email',
        message: 'The event is larger than 32768 bytes.',
        received_at: receivedAt,
        payload,
        mention_hashes: [],
      })
      .execute(),
  );
}

it('lists what ingestion refused of the tenant, with the reason', async () => {
  const { data, errors } = await fixture.ask(LIST);
  expect(errors).toBeUndefined();
  expect(data.deadLetters.nodes).toHaveLength(3);
  expect(data.deadLetters.nodes).toContainEqual({
    id: expect.any(String),
    source: { id: 'web', name: 'Web shop' },
    messageId: 'm-1',
    reason: 'EVENT_TOO_LARGE',
    field: 'traits.email',
    message: 'The event is larger than 32768 bytes.',
    receivedAt: receivedAt.toISOString(),
    payload: '{"type":"track","userId":"jane","traits":{"email":"jane@example.com"}}',
  });
});

it('masks what came in without profile:pii', async () => {
  const answer = await fixture.ask(LIST, { scopes: ['ingestion:read'] });
  expect(JSON.stringify(answer)).not.toContain('jane');
  const payloads = answer.data.deadLetters.nodes.map((node: { payload: string | null }) => node.payload);
  expect(new Set(payloads)).toEqual(
    new Set(['{"type":"track","userId":"***","traits":{"email":"***"}}', '***', null]),
  );
});

it('narrows by source', async () => {
  const { data } = await fixture.ask(LIST, { variables: { sourceId: 'app' } });
  expect(data.deadLetters.nodes).toMatchObject([{ source: null, messageId: null, payload: null }]);
});

it('pages through letters of one moment without losing or doubling one', async () => {
  const first = await fixture.ask(LIST, { variables: { first: 2 } });
  const rest = await fixture.ask(LIST, {
    variables: { first: 2, after: first.data.deadLetters.pageInfo.endCursor },
  });
  const ids = [...first.data.deadLetters.nodes, ...rest.data.deadLetters.nodes].map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  expect(first.data.deadLetters.pageInfo.hasNextPage).toBe(true);
  expect(rest.data.deadLetters.pageInfo.hasNextPage).toBe(false);
});

it('refuses a page over the limit, a cursor of another list, and a caller without the scope', async () => {
  const codes = async (variables: object, scopes?: string[]) => {
    const { errors } = await fixture.ask(LIST, {
      variables: { ...variables },
      ...(scopes ? { scopes } : {}),
    });
    return errors?.map((error) => error.extensions['code']);
  };
  const { data } = await fixture.ask(LIST, { variables: { first: 1 } });
  const after = data.deadLetters.pageInfo.endCursor;
  expect(await codes({ first: 101 })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({ after, sourceId: 'web' })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({ sourceId: 'a\0b' })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({}, ['profile:read', 'admin'])).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
});
