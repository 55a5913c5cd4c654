import { listParked, RESOLVING_CONSUMER } from '@customer360/event-log';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type Told } from './segment-fixture.ts';
import { activityOf, bought, change, create, membersOf, order } from './segment-requests.ts';

const DAY = 86_400_000;
let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenants = 0;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

async function newTenant(...events: readonly Told[]): Promise<SegmentTenant> {
  tenants += 1;
  const tenant = await fixture.tenant(`segments-${tenants}`);
  await tenant.tell(...events);
  await tenant.settled();
  return tenant;
}

test('a realtime segment has those who were there before it and those who come after', async () => {
  const tenant = await newTenant(order('ann'), order('ann'), order('bob'));
  const id = await create(tenant, { name: 'Regulars', kind: 'REALTIME', rule: bought(2) });
  const [ann, bob] = [await tenant.profileOf('user_id', 'ann'), await tenant.profileOf('user_id', 'bob')];
  expect(await membersOf(tenant, id)).toEqual([ann]);
  await tenant.tell(order('bob'));
  await tenant.settled();
  expect(await membersOf(tenant, id)).toEqual([ann, bob].toSorted());
});

test('a login takes the anonymous history along: who was a member leaves as MERGED, and the person has both', async () => {
  const tenant = await newTenant(order('ann'), {
    who: { anonymous_id: 'phone' },
    event: 'Order Completed',
  });
  const id = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const regulars = await create(tenant, { name: 'Regulars', kind: 'REALTIME', rule: bought(2) });
  const [ann, phone] = [
    await tenant.profileOf('user_id', 'ann'),
    await tenant.profileOf('anonymous_id', 'phone'),
  ];
  await tenant.tell({ who: { user_id: 'ann', anonymous_id: 'phone' }, kind: 'identify' });
  await tenant.settled();
  expect(await membersOf(tenant, id)).toEqual([ann]);
  expect(await membersOf(tenant, regulars)).toEqual([ann]);
  const left = (await activityOf(tenant)).filter(({ kind }) => kind === 'EXITED');
  expect(left).toMatchObject([{ reason: 'MERGED', segment: { id }, profile: null }]);
  expect(phone).not.toBe(ann);
});

test('a person says which segments they are in, since when and why', async () => {
  const tenant = await newTenant(order('ann'), order('ann'));
  await create(tenant, {
    name: 'Regulars',
    kind: 'REALTIME',
    rule: { rule: { and: [bought(2).rule, { not: bought(9).rule }] } },
  });
  await create(tenant, { name: 'Counted', kind: 'BATCH', rule: bought(1) });
  const id = await tenant.profileOf('user_id', 'ann');
  const source = `query ($id: ID!) { _entities(representations: [{ __typename: "Profile", id: $id }]) { ... on Profile {
    segments { edges { enteredAt version reasons { text eventIds } node { name } } pageInfo { hasNextPage } }
  } } }`;
  const { _entities } = await tenant.ask<{ readonly _entities: readonly unknown[] }>(source, { id });
  expect(_entities).toEqual([
    {
      segments: {
        edges: [
          {
            enteredAt: expect.any(String),
            version: 1,
            reasons: [
              {
                text: expect.stringContaining('Order Completed'),
                eventIds: [expect.any(String), expect.any(String)],
              },
            ],
            node: { name: 'Counted' },
          },
          {
            enteredAt: expect.any(String),
            version: 1,
            reasons: [
              {
                text: expect.stringContaining('Order Completed'),
                eventIds: [expect.any(String), expect.any(String)],
              },
              {
                text: expect.stringMatching(/^it is not so that /),
                eventIds: [expect.any(String), expect.any(String)],
              },
            ],
            node: { name: 'Regulars' },
          },
        ],
        pageInfo: { hasNextPage: false },
      },
    },
  ]);
});

test('a new rule is a new version: who stays is not told, who does not fit leaves', async () => {
  const tenant = await newTenant(order('ann'), order('ann'), order('bob'));
  const id = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const stale = await change(tenant, 'update', { id, expectedVersion: 2, rule: bought(2) });
  expect(stale).toMatchObject({ __typename: 'SegmentRefused', reason: 'STALE_VERSION' });
  await change(tenant, 'update', { id, expectedVersion: 1, rule: bought(2) });
  expect(await membersOf(tenant, id)).toEqual([await tenant.profileOf('user_id', 'ann')]);
  const bob = { id: await tenant.profileOf('user_id', 'bob') };
  const [, , left, ...more] = await activityOf(tenant, id);
  expect([left, more]).toMatchObject([{ kind: 'EXITED', version: 2, reason: 'RULE', profile: bob }, []]);
  const source = 'query ($id: ID!) { segment(id: $id) { version versions { version activeFrom sentence } } }';
  const { segment } = await tenant.ask<{ readonly segment: unknown }>(source, { id });
  expect(segment).toEqual({
    version: 2,
    versions: [
      { version: 2, activeFrom: expect.any(String), sentence: expect.stringContaining('2 times') },
      { version: 1, activeFrom: expect.any(String), sentence: expect.stringContaining('once') },
    ],
  });
});

test('a batch segment stays as it was counted until it is counted again', async () => {
  const tenant = await newTenant(order('ann'), order('ann'), order('bob'));
  const id = await create(tenant, { name: 'Counted', kind: 'BATCH', rule: bought(2) });
  const asks = { rule: { and: [{ in_segment: id }, bought(1).rule] } };
  const dependent = await create(tenant, { name: 'Dependent', kind: 'REALTIME', rule: asks });
  const [ann, bob] = [await tenant.profileOf('user_id', 'ann'), await tenant.profileOf('user_id', 'bob')];
  await tenant.tell(order('bob'));
  await tenant.settled();
  expect([await membersOf(tenant, id), await membersOf(tenant, dependent)]).toEqual([[ann], [ann]]);
  await change(tenant, 'recompute', { id });
  const both = [ann, bob].toSorted();
  expect([await membersOf(tenant, id), await membersOf(tenant, dependent)]).toEqual([both, both]);
});

test('an archived segment lets everybody go and gives its name free', async () => {
  const tenant = await newTenant(order('ann'));
  const id = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  await change(tenant, 'archive', { id });
  expect(await membersOf(tenant, id)).toEqual([]);
  expect((await activityOf(tenant, id)).map(({ kind, reason }) => [kind, reason])).toEqual([
    ['ENTERED', 'RULE'],
    ['EXITED', 'ARCHIVED'],
  ]);
  await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const again = await change(tenant, 'archive', { id });
  expect(again).toMatchObject({ __typename: 'SegmentRefused', reason: 'ARCHIVED' });
});

test('a window that ends takes its members out by itself', async () => {
  const now = Date.now();
  const tenant = await newTenant(order('ann', now - 30 * DAY + 2_500));
  const id = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  expect(await membersOf(tenant, id)).toHaveLength(1);
  const { through } = await fixture.log.head(tenant.id);
  while ((await fixture.log.head(tenant.id)).through === through) await fixture.log.waitForMore(1_000);
  await tenant.settled();
  const [, left] = await activityOf(tenant, id);
  expect(left).toMatchObject({ kind: 'EXITED', at: new Date(now + 2_500).toISOString() });
  const entries = await fixture.log.read(tenant.id, 0, 100);
  expect(
    entries.filter(({ sourceId }) => sourceId === 'internal:segment').map(({ eventName }) => eventName),
  ).toEqual([null, 'Segment Entered', 'Segment Exited']);
  expect(await membersOf(tenant, id)).toEqual([]);
});

test('identity resolution passes commands about segments and sets none of them aside', async () => {
  const tenant = await newTenant(order('ann'));
  const id = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  await change(tenant, 'update', { id, name: 'Customers' });
  expect(await listParked(fixture.database, tenant.id, RESOLVING_CONSUMER)).toEqual([]);
  const { rows } = await fixture.database.asSystem((trx) => sql`select * from segment.parked`.execute(trx));
  expect(rows).toEqual([]);
  const entries = await fixture.log.read(tenant.id, 0, 100);
  expect(entries.map(({ kind, sourceId }) => `${sourceId} ${kind}`)).toEqual([
    'web track',
    'graphql command',
    'internal:segment command',
    'internal:segment track',
    'graphql command',
  ]);
});

test('tenants do not see each other', async () => {
  const one = await newTenant(order('ann'));
  const other = await newTenant(order('ann'));
  const id = await create(one, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  await create(other, { name: 'Buyers', kind: 'REALTIME', rule: bought(2) });
  const { segment, segments } = await other.ask<{ readonly segment: unknown; readonly segments: unknown }>(
    'query ($id: ID!) { segment(id: $id) { id } segments { nodes { name memberCount } } }',
    { id },
  );
  expect([segment, segments]).toEqual([null, { nodes: [{ name: 'Buyers', memberCount: 0 }] }]);
  expect(await activityOf(other)).toEqual([]);
});
