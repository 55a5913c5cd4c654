import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../../test/profile-fixture.ts';

let fixture: ProfileFixture;
const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.ask(`mutation { createSource(input: {id: "web", name: "Web shop"}) { __typename } }`);
  await fixture.send(
    'shop',
    { type: 'page', anonymousId: 'device-1', timestamp: at(0) },
    {
      anonymousId: 'device-1',
      userId: 'jane',
      timestamp: at(1),
      messageId: 'm-1',
      traits: {
        email: 'Jane@Example.com',
        emailVerified: true,
        name: 'Jane Doe',
        age: 34,
        address: { city: 'Bonn', street: 'Ring 1' },
        loyaltyTier: 'gold',
        shoeSize: 39,
      },
    },
    { userId: 'jane', timestamp: at(2), traits: { loyaltyTier: 'platinum', shoeSize: null } },
  );
});
afterAll(() => fixture.close());

async function janesId(): Promise<string> {
  const { data } = await fixture.ask(`{ profileByIdentifier(type: "user_id", value: "jane") { id } }`);
  return data.profileByIdentifier.id;
}

describe('profile', () => {
  it('answers with the golden record', async () => {
    const { data, errors } = await fixture.ask(
      `query($id: ID!) { profile(id: $id) {
        displayName firstSeenAt lastSeenAt completeness quarantined
        traits { name email age address { city street country } phone }
        customTraits(first: 10) { nodes { name value } pageInfo { hasNextPage } }
      } }`,
      { variables: { id: await janesId() } },
    );
    expect(errors).toBeUndefined();
    expect(data.profile).toEqual({
      displayName: 'Jane Doe',
      firstSeenAt: at(0),
      lastSeenAt: at(2),
      completeness: 4 / 17,
      quarantined: false,
      traits: {
        name: 'Jane Doe',
        email: 'Jane@Example.com',
        age: 34,
        address: { city: 'Bonn', street: 'Ring 1', country: null },
        phone: null,
      },
      customTraits: {
        nodes: [
          { name: 'emailVerified', value: true },
          { name: 'loyaltyTier', value: 'platinum' },
        ],
        pageInfo: { hasNextPage: false },
      },
    });
  });

  it('says of each golden value where it comes from', async () => {
    const { data } = await fixture.ask(
      `query($id: ID!) { profile(id: $id) {
        goldenValues(first: 1) { nodes { trait value source { id name } eventId observedAt rule } pageInfo { endCursor hasNextPage } }
        sourceRecords { nodes { id observedAt receivedAt source { id } traits } }
      } }`,
      { variables: { id: await janesId() } },
    );
    const { goldenValues, sourceRecords } = data.profile;
    expect(goldenValues).toEqual({
      nodes: [
        {
          trait: 'address',
          value: { city: 'Bonn', street: 'Ring 1' },
          source: { id: 'web', name: 'Web shop' },
          eventId: sourceRecords.nodes[1].id,
          observedAt: at(1),
          rule: 'MOST_RECENT',
        },
      ],
      pageInfo: { endCursor: expect.any(String), hasNextPage: true },
    });
    expect(sourceRecords.nodes).toMatchObject([
      {
        observedAt: at(2),
        receivedAt: expect.any(String),
        source: { id: 'web' },
        traits: { loyaltyTier: 'platinum', shoeSize: null },
      },
      { observedAt: at(1), traits: { email: 'Jane@Example.com' } },
    ]);
    const next = await fixture.ask(
      `query($id: ID!, $after: String) { profile(id: $id) { goldenValues(first: 1, after: $after) { nodes { trait } pageInfo { hasPreviousPage } } } }`,
      { variables: { id: await janesId(), after: goldenValues.pageInfo.endCursor } },
    );
    expect(next.data.profile.goldenValues).toEqual({
      nodes: [{ trait: 'age' }],
      pageInfo: { hasPreviousPage: true },
    });
  });

  it('lists identifiers, oldest first, with what is known of them', async () => {
    const { data } = await fixture.ask(
      `query($id: ID!) { profile(id: $id) { identifiers {
        nodes { id type value firstSeenAt lastSeenAt verified blocked closed }
        edges { cursor node { type } }
      } } }`,
      { variables: { id: await janesId() } },
    );
    expect(data.profile.identifiers.nodes).toEqual([
      { ...identifier('anonymous_id', 'device-1', 0, 1), verified: false },
      { ...identifier('user_id', 'jane', 1, 2), verified: false },
      { ...identifier('email', 'jane@example.com', 1, 1), verified: true },
    ]);
    expect(data.profile.identifiers.edges[2].node).toEqual({ type: 'email' });
  });

  it('says how the profile came together', async () => {
    const { data } = await fixture.ask(
      `query($id: ID!) { profile(id: $id) {
        id
        aliases { nodes { id since } }
        mergeRecords { nodes { id kind rule winnerId loserId triggerEventId evidenceEventId occurredAt active } }
      } }`,
      { variables: { id: await janesId() } },
    );
    const { id, aliases, mergeRecords } = data.profile;
    expect(aliases.nodes).toEqual([{ id: expect.any(String), since: at(1) }]);
    expect(mergeRecords.nodes).toEqual([
      {
        id: expect.any(String),
        kind: 'MERGED',
        rule: 'SHARED_EVENT',
        winnerId: id,
        loserId: aliases.nodes[0].id,
        triggerEventId: expect.any(String),
        evidenceEventId: mergeRecords.nodes[0].triggerEventId,
        occurredAt: at(1),
        active: true,
      },
    ]);
    const byAlias = await fixture.ask(`query($id: ID!) { profile(id: $id) { id } }`, {
      variables: { id: aliases.nodes[0].id },
    });
    expect(byAlias.data.profile.id).toBe(id);
  });

  it.each(['', 'nope', '00000000-0000-4000-8000-000000000000'])('knows no profile %j', async (id) => {
    expect(await fixture.ask(`query($id: ID!) { profile(id: $id) { id } }`, { variables: { id } })).toEqual({
      data: { profile: null },
    });
  });

  it('is refused without the scope', async () => {
    const { data, errors } = await fixture.ask(`{ profile(id: "x") { id } }`, { scopes: ['ingestion:read'] });
    expect(data).toEqual({ profile: null });
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });
});

describe('profileByIdentifier', () => {
  it('reads a phone number with the country of ingestion', async () => {
    await fixture.send('shop', { userId: 'otto', traits: { phone: '0170 1234567', phoneVerified: true } });
    const { data } = await fixture.ask(
      `{ profileByIdentifier(type: "phone", value: "+49 170 1234567") { identifiers { nodes { type verified } } } }`,
    );
    expect(data.profileByIdentifier.identifiers.nodes).toContainEqual({ type: 'phone', verified: true });
    const national = await fixture.ask(
      `{ profileByIdentifier(type: "phone", value: "0170/1234567") { id } }`,
    );
    expect(national.data.profileByIdentifier).not.toBeNull();
  });

  it('reads the value as ingestion does', async () => {
    const { data } = await fixture.ask(
      `{ profileByIdentifier(type: "email", value: " JANE@example.com ") { displayName } }`,
    );
    expect(data.profileByIdentifier).toEqual({ displayName: 'Jane Doe' });
  });

  it.each([
    ['email', 'nobody@example.com'],
    ['email', 'no address'],
    ['user_id', ''],
    ['x'.repeat(200), 'jane'],
    ['user_id', 'a\u0000b'],
  ])('knows no %s %j', async (type, value) => {
    const answer = await fixture.ask(
      `query($type: String!, $value: String!) { profileByIdentifier(type: $type, value: $value) { id } }`,
      { variables: { type, value } },
    );
    expect(answer).toEqual({ data: { profileByIdentifier: null } });
  });
});

describe('_entities', () => {
  it('answers like profile, nulls for what is unknown', async () => {
    const id = await janesId();
    const { data, errors } = await fixture.ask(
      `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Profile { id displayName } } }`,
      {
        variables: {
          representations: [
            { __typename: 'Profile', id },
            { __typename: 'Profile', id: 'nope' },
          ],
        },
      },
    );
    expect(errors).toBeUndefined();
    expect(data['_entities']).toEqual([{ id, displayName: 'Jane Doe' }, null]);
  });
});

function identifier(type: string, value: string, first: number, last: number) {
  return {
    id: expect.any(String),
    type,
    value,
    firstSeenAt: at(first),
    lastSeenAt: at(last),
    blocked: null,
    closed: false,
  };
}
