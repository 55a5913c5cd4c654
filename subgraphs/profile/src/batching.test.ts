import { selectEverything } from '@customer360/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type Message, type ProfileFixture } from '../test/profile-fixture.ts';

let fixture: ProfileFixture;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.ask(`mutation { createSource(input: {id: "web", name: "Web shop"}) { __typename } }`);
  const visits = Array.from({ length: 30 }, (_, n): Message[] => [
    { type: 'page', anonymousId: `device-${n}` },
    {
      userId: `user-${n}`,
      anonymousId: `device-${n}`,
      traits: { email: `user-${n}@example.com`, emailVerified: true, name: `User ${n}`, plan: 'pro' },
      context: { consent: { categoryPreferences: { Marketing: true, Analytics: false } } },
    },
  ]);
  await fixture.send('shop', ...visits.flat());
});
afterAll(() => fixture.close());

/** Statements of a page of profiles with everything below them. */
async function costOf(first: number, scopes: readonly string[]) {
  const everything = selectEverything(fixture.subgraph.schema, 'ProfileConnection');
  return fixture.count(async () => {
    const answer = await fixture.ask(`{ profiles(first: ${first}) ${everything} }`, { scopes });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.profiles.nodes).toHaveLength(first);
    expect(answer.data.profiles.nodes[0].identifiers.nodes).toHaveLength(3);
  });
}

it.each([
  ['unmasked', ['profile:read', 'profile:pii', 'ingestion:read']],
  ['masked', ['profile:read', 'ingestion:read']],
])('a page of 30 profiles takes as many statements as a page of 2 (%s)', async (_name, scopes) => {
  const two = await costOf(2, scopes);
  expect(await costOf(30, scopes)).toEqual(two);
  expect(two.statements).toBeLessThanOrEqual(17);
  expect(two.transactions).toBeLessThanOrEqual(6);
});

it('the golden record of one profile takes two statements', async () => {
  const found = await fixture.ask(`{ profiles(first: 1) { nodes { id } } }`);
  const [{ id }] = found.data.profiles.nodes;
  const query = `query($id: ID!) { profile(id: $id) { displayName completeness traits { email } customTraits { nodes { name } } } }`;
  expect(await fixture.count(() => fixture.ask(query, { variables: { id } }))).toEqual({
    statements: 2,
    transactions: 2,
  });
});

it('entities are read together', async () => {
  const found = await fixture.ask(`{ profiles(first: 30) { nodes { id } } }`);
  const of = found.data.profiles.nodes.map(({ id }: { id: string }) => ({ __typename: 'Profile', id }));
  const query = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Profile { displayName } } }`;
  const cost = await fixture.count(async () => {
    const { data } = await fixture.ask(query, { variables: { of } });
    expect(data['_entities']).toHaveLength(30);
  });
  expect(cost).toEqual({ statements: 2, transactions: 2 });
});

it.each([
  ['customTraits', 300],
  ['goldenValues', 300],
  ['identifiers', 100],
  ['sourceRecords', 100],
  ['mergeRecords', 100],
  ['aliases', 100],
])('a page of %s has at most %d items', async (field, limit) => {
  const code = async (first: number) => {
    const { errors } = await fixture.ask(
      `{ profiles(first: 1) { nodes { ${field}(first: ${first}) { pageInfo { endCursor } } } } }`,
    );
    return errors?.map(({ message, extensions }) => [message, extensions['code']]);
  };
  expect(await code(limit)).toBeUndefined();
  expect(await code(limit + 1)).toEqual([[`first must be 1 to ${limit}.`, 'BAD_USER_INPUT']]);
  expect(await code(0)).toEqual([[`first must be 1 to ${limit}.`, 'BAD_USER_INPUT']]);
});

it.each(['customTraits', 'goldenValues', 'identifiers', 'sourceRecords', 'mergeRecords', 'aliases'])(
  'pages of %s join to the whole list',
  async (field) => {
    const query = (args: string) =>
      `query($after: String) { profileByIdentifier(type: "user_id", value: "user-7") { ${field}(${args}) {
        edges { cursor node { __typename } } pageInfo { hasNextPage endCursor } } } }`;
    const whole = await fixture.ask(query('first: 100, after: $after'));
    const cursors: string[] = [];
    let after: string | null = null;
    for (let more = true; more && cursors.length < 100;) {
      const page = await fixture.ask(query('first: 1, after: $after'), { variables: { after } });
      const { edges, pageInfo } = page.data.profileByIdentifier[field];
      cursors.push(...edges.map(({ cursor }: { cursor: string }) => cursor));
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    const all = whole.data.profileByIdentifier[field].edges.map(({ cursor }: { cursor: string }) => cursor);
    expect(cursors).toEqual(all);
    expect(all.length).toBeGreaterThan(0);
  },
);
