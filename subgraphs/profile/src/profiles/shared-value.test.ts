import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../test/profile-fixture.ts';

let fixture: ProfileFixture;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.send(
    'shop',
    { userId: 'jane', anonymousId: 'tablet', traits: { name: 'Jane Doe' } },
    { userId: 'john', anonymousId: 'tablet', traits: { name: 'John Doe' } },
    { anonymousId: 'tablet', traits: { favouriteColour: 'green' }, timestamp: '2026-03-02T00:00:00.000Z' },
  );
});
afterAll(() => fixture.close());

const FIELDS = `{ id displayName quarantined firstSeenAt
  identifiers { nodes { type closed } } customTraits { nodes { name value } } sourceRecords { nodes { traits } }
  mergeRecords { nodes { kind rule winnerId loserId active } } }`;

async function find(type: string, value: string) {
  const { data, errors } = await fixture.ask(
    `{ profileByIdentifier(type: "${type}", value: "${value}") ${FIELDS} }`,
  );
  expect(errors).toBeUndefined();
  return data.profileByIdentifier;
}

it('a value that two people shared answers with what is left of it, never with the former owner', async () => {
  const [tablet, jane] = [await find('anonymous_id', 'tablet'), await find('user_id', 'jane')];
  expect(tablet).toMatchObject({
    displayName: tablet.id,
    quarantined: false,
    firstSeenAt: '2026-03-02T00:00:00.000Z',
    identifiers: { nodes: [] },
    customTraits: { nodes: [{ name: 'favouriteColour', value: 'green' }] },
    sourceRecords: { nodes: [{ traits: { favouriteColour: 'green' } }] },
  });
  expect(tablet.id).not.toBe(jane.id);
  expect(jane.identifiers.nodes).toEqual([
    { type: 'user_id', closed: false },
    { type: 'anonymous_id', closed: true },
  ]);
  expect(jane.customTraits.nodes).toEqual([]);
});

it('the refused link stands in the history of both people', async () => {
  const [john, jane] = [await find('user_id', 'john'), await find('user_id', 'jane')];
  const refused = {
    kind: 'REFUSED',
    rule: 'SHARED_VALUE',
    winnerId: john.id,
    loserId: jane.id,
    active: null,
  };
  expect(john.mergeRecords.nodes).toEqual([refused]);
  expect(jane.mergeRecords.nodes).toEqual([refused]);
});

it('what is left answers by its own id and cannot be merged', async () => {
  const [tablet, john] = [await find('anonymous_id', 'tablet'), await find('user_id', 'john')];
  const { data } = await fixture.ask(`query($id: ID!) { profile(id: $id) { id } }`, {
    variables: { id: tablet.id },
  });
  expect(data.profile).toEqual({ id: tablet.id });
  const merged = await fixture.ask(
    `mutation($a: ID!, $b: ID!) { mergeProfiles(input: {profileId: $a, otherProfileId: $b}) { ... on IdentityRefused { reason } } }`,
    { variables: { a: tablet.id, b: john.id } },
  );
  expect(merged.data.mergeProfiles).toEqual({ reason: 'REMAINDER' });
});
