import { afterAll, beforeAll, expect, test } from 'vitest';
import { buyersOf, eventsOf, funnelOf, pathsOf, someCustomers, type Customer } from './customers.ts';
import { openGraphFixture, type GraphFixture, type TestTenant } from './graph-fixture.ts';
import {
  askMembers,
  createBuyers,
  createSegment,
  funnelSteps,
  memberQuestion,
  range,
} from './segment-questions.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const SETTLING_MS = 60_000;

let fixture: GraphFixture;

beforeAll(async () => {
  fixture = await openGraphFixture();
}, SETTLING_MS);
afterAll(() => fixture.close());

async function tenantOf(id: string, customers: readonly Customer[]): Promise<TestTenant> {
  const tenant = await fixture.tenant(id);
  await tenant.send(eventsOf(customers, NOW));
  await tenant.settled();
  return tenant;
}

const byHand = (customers: readonly Customer[]) => ({
  paths: pathsOf(customers),
  funnel: funnelOf(customers, funnelSteps),
});
const nobody = { paths: {}, funnel: [0, 0, 0] };

async function profileOf(tenant: TestTenant, type: string, value: string): Promise<string> {
  const source = `query ($type: String!, $value: String!) { profileByIdentifier(type: $type, value: $value) { id } }`;
  const { profileByIdentifier } = await tenant.ask<{ readonly profileByIdentifier: { readonly id: string } }>(
    source,
    { type, value },
  );
  return profileByIdentifier.id;
}

test(
  'paths and funnels of a segment are those of its members, who come and go',
  async () => {
    const customers = someCustomers(24);
    const tenant = await tenantOf('coming', customers);
    const segmentId = await createBuyers(tenant, 'Regulars', 2);
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(byHand(buyersOf(customers, 2)));

    const more = [
      { userId: 'late', steps: ['Product Viewed', 'Order Completed', 'Order Completed'] },
      { userId: 'seldom', steps: ['Order Completed'] },
    ];
    await tenant.send(eventsOf(more, NOW));
    await tenant.settled();
    const members = buyersOf([...customers, ...more], 2);
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(byHand(members));

    // Another mapping makes the whole graph anew.
    await tenant.map({ steps: { 'Product List Viewed': 'Catalogue' } });
    await tenant.settled();
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(byHand(members));

    const archive =
      'mutation ($input: ArchiveSegmentInput!) { archiveSegment(input: $input) { __typename } }';
    await tenant.ask(archive, { input: { id: segmentId } });
    await tenant.settled();
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(nobody);
  },
  SETTLING_MS,
);

test(
  'counted segments and lists have their members too',
  async () => {
    const customers = someCustomers(12);
    const tenant = await tenantOf('kinds', customers);
    const counted = await createBuyers(tenant, 'Counted', 2, 'BATCH');
    expect(await askMembers(tenant, counted, NOW)).toEqual(byHand(buyersOf(customers, 2)));

    const segmentId = await createSegment(tenant, { name: 'Listed', kind: 'STATIC' });
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(nobody);
    const chosen = customers.slice(3, 5);
    const profileIds = await Promise.all(chosen.map(({ userId }) => profileOf(tenant, 'user_id', userId)));
    const change = (mutation: string, some: readonly string[]) =>
      tenant.ask(`mutation ($input: SegmentMembersInput!) { ${mutation}(input: $input) { __typename } }`, {
        input: { segmentId, profileIds: some },
      });
    await change('addSegmentMembers', profileIds);
    await tenant.settled();
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(byHand(chosen));
    await change('removeSegmentMembers', profileIds.slice(0, 1));
    await tenant.settled();
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(byHand(chosen.slice(1)));
  },
  SETTLING_MS,
);

test(
  'a merge makes one member of two people, and taking it back leaves none',
  async () => {
    const ann = { userId: 'ann', steps: ['Product Viewed', 'Order Completed'] };
    const tenant = await tenantOf('merging', [ann]);
    const timestamp = new Date(NOW - 2 * DAY).toISOString();
    const visit = { type: 'track', messageId: 'visit', anonymousId: 'phone', timestamp } as const;
    await tenant.send([{ ...visit, event: 'Order Completed' }]);
    await tenant.settled();
    const segmentId = await createBuyers(tenant, 'Regulars', 2);
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(nobody);

    const profileId = await profileOf(tenant, 'user_id', 'ann');
    const otherProfileId = await profileOf(tenant, 'anonymous_id', 'phone');
    await tenant.ask(
      'mutation ($input: MergeProfilesInput!) { mergeProfiles(input: $input) { __typename } }',
      {
        input: { profileId, otherProfileId },
      },
    );
    await tenant.settled();
    // The phone's order came a day earlier.
    const merged = { userId: 'ann', steps: ['Order Completed', ...ann.steps] };
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(byHand([merged]));

    const { profile } = await tenant.ask<{
      readonly profile: { readonly mergeRecords: { readonly nodes: readonly { readonly id: string }[] } };
    }>('query ($id: ID!) { profile(id: $id) { mergeRecords { nodes { id } } } }', { id: profileId });
    await tenant.ask(
      'mutation ($input: UnmergeProfilesInput!) { unmergeProfiles(input: $input) { __typename } }',
      { input: { mergeRecordId: profile.mergeRecords.nodes[0]?.id } },
    );
    await tenant.settled();
    expect(await askMembers(tenant, segmentId, NOW)).toEqual(nobody);
  },
  SETTLING_MS,
);

test(
  'a segment of another tenant is one without members, whoever has it',
  async () => {
    const customers = someCustomers(8);
    const [shop, rival] = [await tenantOf('shop', customers), await tenantOf('rival', customers)];
    const theirs = await createBuyers(rival, 'Regulars', 1);
    const own = await createBuyers(shop, 'Regulars', 3);

    expect(await askMembers(rival, theirs, NOW)).toEqual(byHand(buyersOf(customers, 1)));
    expect(await askMembers(shop, own, NOW)).toEqual(byHand(buyersOf(customers, 3)));
    expect(await askMembers(shop, theirs, NOW)).toEqual(nobody);
    expect(await askMembers(rival, own, NOW)).toEqual(nobody);
  },
  SETTLING_MS,
);

test(
  'the gateway lets nobody narrow a question to a segment without segment:read',
  async () => {
    const tenant = await tenantOf('scopes', someCustomers(4));
    const segmentId = await createBuyers(tenant, 'Regulars', 1);
    const variables = { ...range(NOW), steps: funnelSteps };
    const denied = (field: string) =>
      expect.objectContaining({
        path: [field],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate: `Query.${field}` },
      });
    // Null is a value that was given, too: what is refused never turns into a question about everybody.
    for (const given of [segmentId, null]) {
      const asked = { ...variables, segmentId: given };
      expect(await tenant.answer(memberQuestion, asked, 'journey:read')).toEqual({
        data: { topPaths: null, funnel: null },
        errors: [denied('topPaths'), denied('funnel')],
      });
    }
    const everybody = await tenant.answer(memberQuestion, variables, 'journey:read');
    expect(everybody).toMatchObject({ data: { topPaths: { units: 4 } } });
    const both = await tenant.answer(
      memberQuestion,
      { ...variables, segmentId },
      'journey:read segment:read',
    );
    expect(both).toMatchObject({ data: { topPaths: { units: 3 } } });
    expect([everybody.errors, both.errors]).toEqual([undefined, undefined]);
  },
  SETTLING_MS,
);
