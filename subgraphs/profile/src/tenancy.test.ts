import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../test/profile-fixture.ts';

let fixture: ProfileFixture;
let profileId: string;
let aliasId: string;
let recordId: string;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.send(
    'shop',
    { type: 'page', anonymousId: 'device-1' },
    { userId: 'jane', anonymousId: 'device-1', traits: { name: 'Jane Doe' } },
    { userId: 'john', traits: { name: 'John Doe' } },
  );
  const { data } = await fixture.ask(
    `{ profileByIdentifier(type: "user_id", value: "jane") { id aliases { nodes { id } } mergeRecords { nodes { id } } } }`,
  );
  ({ id: profileId } = data.profileByIdentifier);
  aliasId = data.profileByIdentifier.aliases.nodes[0].id;
  recordId = data.profileByIdentifier.mergeRecords.nodes[0].id;
});
afterAll(() => fixture.close());

const rival = { tenant: 'rival' };

describe('another tenant', () => {
  it('finds no profile by its id or alias', async () => {
    for (const id of [profileId, aliasId]) {
      const answer = await fixture.ask(`query($id: ID!) { profile(id: $id) { id } }`, {
        ...rival,
        variables: { id },
      });
      expect(answer).toEqual({ data: { profile: null } });
    }
  });

  it('finds no profile by an identifier', async () => {
    const answer = await fixture.ask(`{ profileByIdentifier(type: "user_id", value: "jane") { id } }`, rival);
    expect(answer).toEqual({ data: { profileByIdentifier: null } });
  });

  it('finds no profile as an entity', async () => {
    const answer = await fixture.ask(
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Profile { id displayName } } }`,
      { ...rival, variables: { of: [{ __typename: 'Profile', id: profileId }] } },
    );
    expect(answer).toEqual({ data: { _entities: [null] } });
  });

  it('lists no profile, not even with a cursor of the owner', async () => {
    const owners = await fixture.ask(`{ profiles(first: 1) { pageInfo { endCursor } } }`);
    const after = owners.data.profiles.pageInfo.endCursor;
    const list = `query($after: String) { profiles(after: $after) { totalCount nodes { id } } }`;
    const empty = await fixture.ask(list, rival);
    expect(empty.data.profiles).toEqual({ totalCount: 0, nodes: [] });
    const refused = await fixture.ask(list, { ...rival, variables: { after } });
    expect(refused.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('changes nothing by ids of the owner', async () => {
    const unknown = { __typename: 'IdentityRefused', reason: 'UNKNOWN_PROFILE' };
    const { data } = await fixture.ask(
      `mutation($a: ID!, $b: ID!, $record: ID!) {
        mergeProfiles(input: {profileId: $a, otherProfileId: $b}) { __typename ... on IdentityRefused { reason } }
        keepApart(input: {profileId: $a, otherProfileId: $b}) { __typename ... on IdentityRefused { reason } }
        unmergeProfiles(input: {mergeRecordId: $record}) { __typename ... on IdentityRefused { reason } }
        setConsent(input: {profileId: $a, purpose: MARKETING, status: GRANTED}) { __typename ... on IdentityRefused { reason } }
      }`,
      { ...rival, variables: { a: profileId, b: aliasId, record: recordId } },
    );
    expect(data).toEqual({
      mergeProfiles: unknown,
      keepApart: unknown,
      unmergeProfiles: { __typename: 'IdentityRefused', reason: 'UNKNOWN_RECORD' },
      setConsent: unknown,
    });
  });

  it('that does not exist is refused', async () => {
    await expect(fixture.ask(`{ profiles { totalCount } }`, { tenant: 'ghost' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'The tenant of the token does not exist.',
    });
  });
});

describe('without a token', () => {
  it.each([
    '{ _service { sdl } }',
    '{ _entities(representations: [{__typename: "Profile", id: "x"}]) { __typename } }',
    '{ profile(id: "x") { id } }',
    '{ profiles { totalCount } }',
    '{ sources { nodes { id } } }',
    'mutation { createSource(input: {id: "x", name: "x"}) { __typename } }',
  ])('%s is not answered', async (source) => {
    for (const contextValue of [undefined, {}]) {
      const { data, errors } = await graphql({ schema: fixture.subgraph.schema, source, contextValue });
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
      expect(errors?.map((error) => error.extensions['code'])).toEqual(['UNAUTHENTICATED']);
    }
  });

  it('there is no context', async () => {
    for (const authorization of [undefined, 'Bearer x.y.z', 'Basic abc']) {
      await expect(fixture.subgraph.createContext({ authorization, requestId: 'r-1' })).rejects.toMatchObject(
        {
          code: 'UNAUTHENTICATED',
        },
      );
    }
  });

  it('the SDL is for those who have one', async () => {
    const { data } = await fixture.ask('{ _service { sdl } }', { scopes: [] });
    expect(data['_service'].sdl).toContain('type Profile');
  });
});
