import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type Told } from './segment-fixture.ts';
import { activityOf, bought, create, membersOf, order } from './segment-requests.ts';

const DAY = 86_400_000;
let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenants = 0;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

async function newTenant(...events: readonly Told[]): Promise<SegmentTenant> {
  tenants += 1;
  const tenant = await fixture.tenant(`lists-${tenants}`);
  await tenant.tell(...events);
  await tenant.settled();
  return tenant;
}

async function changeMembers(tenant: SegmentTenant, verb: 'add' | 'remove', input: object): Promise<unknown> {
  const source = `mutation ($input: SegmentMembersInput!) { answer: ${verb}SegmentMembers(input: $input) {
    ... on SegmentMembersChanged { changed unknown segment { memberCount } }
    ... on SegmentRefused { reason } ... on InvalidInput { field message } } }`;
  const { answer } = await tenant.ask<{ readonly answer: unknown }>(source, { input });
  await tenant.settled();
  return answer;
}

interface Preview {
  readonly segmentPreview: Readonly<Record<string, unknown>>;
}

async function preview(tenant: SegmentTenant, variables: object): Promise<Preview['segmentPreview']> {
  const source = `query ($rule: SegmentRuleInput!, $asOf: DateTime, $exact: Boolean, $sample: Int) {
    segmentPreview(rule: $rule, asOf: $asOf, exact: $exact, sample: $sample) {
      ... on SegmentPreview { estimate low high exact sampled sentence members { id } }
      ... on InvalidRule { faults { path message } } ... on InvalidInput { field message } } }`;
  return (await tenant.ask<Preview>(source, { ...variables })).segmentPreview;
}

test('a list has whom people put on it, follows a login, and lets go of the whole person', async () => {
  const tenant = await newTenant(order('ann'), { who: { anonymous_id: 'phone' }, event: 'Seen' });
  const segmentId = await create(tenant, { name: 'VIPs', kind: 'STATIC' });
  const phone = await tenant.profileOf('anonymous_id', 'phone');
  const nobody = '7d4f0c8e-0000-8000-8000-000000000000';
  expect(await changeMembers(tenant, 'add', { segmentId, profileIds: [phone, nobody] })).toEqual({
    changed: 1,
    unknown: [nobody],
    segment: { memberCount: 1 },
  });
  expect(await changeMembers(tenant, 'add', { segmentId, profileIds: [phone] })).toMatchObject({
    changed: 0,
  });
  await tenant.tell({ who: { user_id: 'ann', anonymous_id: 'phone' }, kind: 'identify' });
  await tenant.settled();
  const ann = await tenant.profileOf('user_id', 'ann');
  expect(await membersOf(tenant, segmentId)).toEqual([ann]);
  expect(await changeMembers(tenant, 'remove', { segmentId, profileIds: [ann] })).toMatchObject({
    changed: 1,
  });
  expect(await membersOf(tenant, segmentId)).toEqual([]);
  expect(
    (await activityOf(tenant, segmentId)).map(({ kind, reason }) => `${kind} ${reason}`).toSorted(),
  ).toEqual(['ENTERED RULE', 'ENTERED RULE', 'EXITED MERGED', 'EXITED RULE']);
});

test('lists refuse what they cannot take', async () => {
  const tenant = await newTenant(order('ann'));
  const list = await create(tenant, { name: 'List', kind: 'STATIC' });
  const realtime = await create(tenant, { name: 'Rule', kind: 'REALTIME', rule: bought(1) });
  const profileIds = [await tenant.profileOf('user_id', 'ann')];
  expect([
    await changeMembers(tenant, 'add', { segmentId: realtime, profileIds }),
    await changeMembers(tenant, 'add', { segmentId: list, profileIds: [] }),
    await changeMembers(tenant, 'add', { segmentId: list, profileIds: ['ann'] }),
    await changeMembers(tenant, 'add', {
      segmentId: list,
      profileIds: Array.from({ length: 1_001 }, () => list),
    }),
  ]).toMatchObject([
    { reason: 'WRONG_KIND' },
    { field: 'input.profileIds', message: 'must have 1 to 1000 ids.' },
    { field: 'input.profileIds[0]' },
    { field: 'input.profileIds' },
  ]);
});

test('a preview counts whom a rule holds for, now and as of a day', async () => {
  const now = Date.now();
  const tenant = await newTenant(order('ann', now - 40 * DAY), order('bob'), order('eve', now - 2 * DAY));
  const ids = await Promise.all(['ann', 'bob', 'eve'].map((user) => tenant.profileOf('user_id', user)));
  expect(await preview(tenant, { rule: bought(1) })).toEqual({
    estimate: 2,
    low: 2,
    high: 2,
    exact: true,
    sampled: 3,
    sentence: expect.stringContaining('Order Completed'),
    members: ids
      .slice(1)
      .toSorted()
      .map((id) => ({ id })),
  });
  const asOf = new Date(now - 20 * DAY).toISOString();
  expect(await preview(tenant, { rule: bought(1), asOf, sample: 0 })).toMatchObject({
    estimate: 1,
    members: [],
  });
  expect(await preview(tenant, { rule: bought(1), sample: 21 })).toMatchObject({ field: 'sample' });
  const future = new Date(now + DAY).toISOString();
  expect(await preview(tenant, { rule: bought(1), asOf: future })).toMatchObject({ field: 'asOf' });
  expect(await preview(tenant, { rule: { rule: { in_segment: 'x' } } })).toMatchObject({
    faults: [{ message: 'there is no segment x in force' }],
  });
});

test('a preview of many estimates from a sample, with the true number in its interval', async () => {
  const people = Array.from({ length: 3_000 }, (_, index) => `user-${index}`);
  const tenant = await newTenant(
    ...people.map((user, index) => ({
      who: { user_id: user },
      event: index % 5 === 0 ? 'Order Completed' : 'Seen',
    })),
  );
  const estimated = await preview(tenant, { rule: bought(1), sample: 3 });
  expect(estimated).toMatchObject({ exact: false, sampled: 2_000, members: [{}, {}, {}] });
  expect(await preview(tenant, { rule: bought(1), sample: 3 })).toEqual(estimated);
  const { low, high } = estimated as { readonly low: number; readonly high: number };
  expect(low).toBeLessThanOrEqual(600);
  expect(high).toBeGreaterThanOrEqual(600);
  expect(await preview(tenant, { rule: bought(1), exact: true })).toMatchObject({
    estimate: 600,
    sampled: 3_000,
  });
});

test('overlaps count who is in both', async () => {
  const tenant = await newTenant(order('ann'), order('ann'), order('bob'));
  const one = await create(tenant, { name: 'Once', kind: 'REALTIME', rule: bought(1) });
  const two = await create(tenant, { name: 'Twice', kind: 'REALTIME', rule: bought(2) });
  const none = await create(tenant, { name: 'Often', kind: 'REALTIME', rule: bought(9) });
  const source = 'query ($ids: [ID!]!) { segmentOverlap(ids: $ids) { a b both either similarity } }';
  const { segmentOverlap } = await tenant.ask<{ readonly segmentOverlap: unknown }>(source, {
    ids: [one, two, none],
  });
  expect(segmentOverlap).toEqual([
    { a: one, b: two, both: 1, either: 2, similarity: 0.5 },
    { a: one, b: none, both: 0, either: 2, similarity: 0 },
    { a: two, b: none, both: 0, either: 1, similarity: 0 },
  ]);
});

test('an overlap names what is wrong with its ids', async () => {
  const tenant = await newTenant(order('ann'));
  const one = await create(tenant, { name: 'Once', kind: 'REALTIME', rule: bought(1) });
  const source = 'query ($ids: [ID!]!) { segmentOverlap(ids: $ids) { a } }';
  const nobody = '7d4f0c8e-0000-8000-8000-000000000000';
  const limit = 'ids must name 2 to 10 segments, each once.';
  const many = Array.from({ length: 11 }, (_, index) => `${index}`);
  for (const [ids, message] of [
    [[one], limit],
    [[one, one.toUpperCase()], limit],
    [many, limit],
    [[nobody, one, 'x'], 'No segment has the id in ids[0], ids[2].'],
  ] as const) {
    await expect(tenant.ask(source, { ids })).rejects.toThrow(message);
  }
});

test('members who did not grant the purpose are withheld and counted', async () => {
  const tenant = await newTenant(order('ann'), order('bob'));
  const id = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const profileId = await tenant.profileOf('user_id', 'ann');
  await tenant.command({
    command: 'setConsent',
    profileId,
    purpose: 'MARKETING',
    status: 'GRANTED',
    expiresAt: null,
  });
  await tenant.settled();
  const source = `query ($id: ID!) { segment(id: $id) {
    members(purpose: MARKETING) { totalCount withheld edges { node { id } } } } }`;
  const { segment } = await tenant.ask<{ readonly segment: unknown }>(source, { id });
  expect(segment).toEqual({
    members: { totalCount: 1, withheld: 1, edges: [{ node: { id: profileId } }] },
  });
});
