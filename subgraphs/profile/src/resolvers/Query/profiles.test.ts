import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileFixture, type Asking, type ProfileFixture } from '../../../test/profile-fixture.ts';

let fixture: ProfileFixture;
const today = Date.now();
let now = today;
const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`;

beforeAll(async () => {
  fixture = await openProfileFixture({ clock: () => now });
  await fixture.send(
    'shop',
    { userId: 'anna', timestamp: at(1), traits: { name: 'Anna', plan: 'basic', email: 'anna@example.com' } },
    { userId: 'bert', timestamp: at(2), traits: { name: 'Bert', plan: 'pro', vip: true } },
    { userId: 'cleo', timestamp: at(3), traits: { name: 'Cleo', plan: 'pro', visits: 7 } },
    { type: 'track', event: 'Order Completed', userId: 'anna', timestamp: at(4) },
    { type: 'page', anonymousId: 'guest', timestamp: at(5) },
  );
});
afterAll(() => fixture.close());

async function names(args: string, asking: Asking = {}): Promise<string[]> {
  const { data, errors } = await fixture.ask(`{ profiles(${args}) { nodes { traits { name } } } }`, asking);
  const [error] = errors ?? [];
  if (error) throw error;
  return data.profiles.nodes.map((node: { traits: { name: string | null } }) => node.traits.name);
}

describe('orders', () => {
  it.each([
    ['LAST_SEEN_DESC', ['Anna', 'Cleo', 'Bert']],
    ['LAST_SEEN_ASC', ['Bert', 'Cleo', 'Anna']],
    ['FIRST_SEEN_DESC', ['Cleo', 'Bert', 'Anna']],
    ['FIRST_SEEN_ASC', ['Anna', 'Bert', 'Cleo']],
  ])('%s', async (orderBy, expected) => {
    expect(await names(`first: 100, orderBy: ${orderBy}`)).toEqual(expected);
  });

  it('hides what stands for a blocked identifier', async () => {
    const { data } = await fixture.ask(
      `{ profileByIdentifier(type: "anonymous_id", value: "guest") { quarantined } }`,
    );
    expect(data.profileByIdentifier).toEqual({ quarantined: true });
    const list = await fixture.ask(`{ profiles { totalCount } }`);
    expect(list.data.profiles.totalCount).toBe(3);
  });
});

describe('filters', () => {
  it.each([
    ['hasIdentifierType: "email"', ['Anna']],
    [`firstSeenFrom: "${at(2)}"`, ['Cleo', 'Bert']],
    [`lastSeenFrom: "${at(3)}"`, ['Anna', 'Cleo']],
    [`lastSeenBefore: "${at(3)}"`, ['Bert']],
    ['traitEquals: {name: "plan", value: "pro"}', ['Cleo', 'Bert']],
    ['traitEquals: {name: "vip", value: true}', ['Bert']],
    ['traitEquals: {name: "visits", value: 7}', ['Cleo']],
    [`traitEquals: {name: "plan", value: "pro"}, lastSeenFrom: "${at(3)}"`, ['Cleo']],
    ['traitEquals: {name: "plan", value: "none"}', []],
  ])('%s', async (filter, expected) => {
    expect(await names(`filter: {${filter}}`)).toEqual(expected);
  });

  it('count what they match, whatever the page', async () => {
    const { data } = await fixture.ask(
      `{ profiles(first: 1, filter: {traitEquals: {name: "plan", value: "pro"}}) { totalCount pageInfo { hasNextPage } } }`,
    );
    expect(data.profiles).toEqual({ totalCount: 2, pageInfo: { hasNextPage: true } });
  });

  it('a consent counts while it is granted and has not ended', async () => {
    const { data } = await fixture.ask(`{ profileByIdentifier(type: "user_id", value: "cleo") { id } }`);
    const end = today + 86_400_000;
    await fixture.ask(
      `mutation($id: ID!, $end: DateTime) { setConsent(input: {profileId: $id, purpose: MARKETING, status: GRANTED, expiresAt: $end}) { __typename } }`,
      { variables: { id: data.profileByIdentifier.id, end: new Date(end).toISOString() } },
    );
    expect(await names('filter: {consentGranted: MARKETING}')).toEqual(['Cleo']);
    expect(await names('filter: {consentGranted: ANALYTICS}')).toEqual([]);
    now = end;
    expect(await names('filter: {consentGranted: MARKETING}')).toEqual([]);
    now = today;
  });

  it.each([
    ['hasIdentifierType: ""', 'filter.hasIdentifierType must have 1 to 100 characters.'],
    [
      'traitEquals: {name: "plan", value: ["pro"]}',
      'filter.traitEquals.value must be a text of at most 1,000 characters, a number, true or false.',
    ],
    [
      `traitEquals: {name: "${'x'.repeat(201)}", value: 1}`,
      'filter.traitEquals.name must have 1 to 200 characters.',
    ],
  ])('%s is refused', async (filter, message) => {
    const { errors } = await fixture.ask(`{ profiles(filter: {${filter}}) { totalCount } }`);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('a personal trait cannot be guessed without profile:pii', async () => {
    const filter = 'filter: {traitEquals: {name: "email", value: "anna@example.com"}}';
    await expect(names(filter, { scopes: ['profile:read'] })).rejects.toMatchObject({
      message: 'filter.traitEquals on a personal trait needs the scope profile:pii.',
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('a trait that the tenant declared as not personal can be asked for without profile:pii', async () => {
    const filter = 'filter: {traitEquals: {name: "plan", value: "basic"}}';
    await expect(names(filter, { scopes: ['profile:read'] })).rejects.toThrow(/profile:pii/);
    await fixture.configure('shop', 'nonPersonalTraits', ['plan']);
    expect(await names(filter, { scopes: ['profile:read'] })).toEqual(['A***']);
  });
});

describe('pages', () => {
  it.each([0, 101, -1])('a page of %d is refused and the limit named', async (first) => {
    const { errors } = await fixture.ask(`{ profiles(first: ${first}) { totalCount } }`);
    expect(errors).toMatchObject([
      { message: 'first must be 1 to 100.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('a cursor fits only the list that made it', async () => {
    const cursor = await cursorOf('first: 1');
    const code = async (args: string, asking?: Asking) => {
      const { errors } = await fixture.ask(
        `{ profiles(after: "${cursor}", ${args}) { totalCount } }`,
        asking,
      );
      return errors?.[0]?.extensions['code'];
    };
    expect(await code('first: 2')).toBeUndefined();
    expect(await code('orderBy: LAST_SEEN_ASC')).toBe('BAD_USER_INPUT');
    expect(await code('filter: {hasIdentifierType: "email"}')).toBe('BAD_USER_INPUT');
    expect(await code('first: 1', { tenant: 'rival' })).toBe('BAD_USER_INPUT');
  });

  it('a cursor stays valid while profiles are added and merged', async () => {
    await fixture.send('shop', {
      type: 'page',
      anonymousId: 'tablet',
      timestamp: '2026-03-02T12:00:00.000Z',
    });
    const after = await cursorOf('first: 2, orderBy: LAST_SEEN_ASC');
    expect(await names(`after: "${after}", orderBy: LAST_SEEN_ASC`)).toEqual(['Cleo', 'Anna']);
    // The profile that the cursor stands on becomes part of a new one.
    await fixture.send('shop', {
      userId: 'dora',
      anonymousId: 'tablet',
      timestamp: at(6),
      traits: { name: 'Dora' },
    });
    expect(await names(`after: "${after}", orderBy: LAST_SEEN_ASC`)).toEqual(['Cleo', 'Anna', 'Dora']);
    expect(await names('first: 100, orderBy: LAST_SEEN_ASC')).toEqual(['Bert', 'Cleo', 'Anna', 'Dora']);
  });
});

async function cursorOf(args: string): Promise<string> {
  const { data } = await fixture.ask(`{ profiles(${args}) { pageInfo { endCursor } } }`);
  return data.profiles.pageInfo.endCursor;
}
