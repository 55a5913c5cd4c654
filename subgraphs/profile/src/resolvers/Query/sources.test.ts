import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../../test/profile-fixture.ts';

let fixture: ProfileFixture;
const LIST = `query($first: Int, $after: String) { sources(first: $first, after: $after) {
  nodes { id name createdAt writeKeys { id hint createdAt revokedAt } } pageInfo { endCursor hasNextPage } } }`;

beforeAll(async () => {
  fixture = await openProfileFixture();
  for (const id of ['web', 'app', 'pos']) {
    await fixture.ask(`mutation { createSource(input: {id: "${id}", name: "The ${id}"}) { __typename } }`);
  }
});
afterAll(() => fixture.close());

it('lists the sources of the tenant with their keys', async () => {
  const { data, errors } = await fixture.ask(LIST, { variables: { first: 2 } });
  expect(errors).toBeUndefined();
  const key = {
    id: expect.any(String),
    hint: expect.stringMatching(/^\w{4}$/),
    createdAt: expect.any(String),
    revokedAt: null,
  };
  expect(data.sources).toEqual({
    nodes: [
      { id: 'app', name: 'The app', createdAt: expect.any(String), writeKeys: [key] },
      { id: 'pos', name: 'The pos', createdAt: expect.any(String), writeKeys: [key] },
    ],
    pageInfo: { endCursor: expect.any(String), hasNextPage: true },
  });
  const rest = await fixture.ask(LIST, { variables: { after: data.sources.pageInfo.endCursor } });
  expect(rest.data.sources.nodes).toMatchObject([{ id: 'web' }]);
});

it('shows another tenant nothing of them', async () => {
  const { data } = await fixture.ask(LIST, { tenant: 'rival' });
  expect(data.sources.nodes).toEqual([]);
  const [{ id }] = (await fixture.ask(LIST)).data.sources.nodes[0].writeKeys;
  const revoked = await fixture.ask(
    `mutation($id: ID!) { revokeWriteKey(input: {writeKeyId: $id}) { __typename } }`,
    { tenant: 'rival', variables: { id } },
  );
  expect(revoked.data.revokeWriteKey).toEqual({ __typename: 'InvalidInput' });
});

it('shows write keys only to those who may see them', async () => {
  const { data, errors } = await fixture.ask(
    `{ profiles { nodes { sourceRecords { nodes { source { id writeKeys { id } } } } } } }`,
    { scopes: ['profile:read'] },
  );
  expect(errors).toBeUndefined();
  expect(data.profiles.nodes).toEqual([]);
  const denied = await fixture.ask(LIST, { scopes: ['admin'] });
  expect(denied.errors?.[0]?.extensions['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
});
