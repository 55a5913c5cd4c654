import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant, type Told } from './segment-fixture.ts';
import { activityOf, create, membersOf, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenants = 0;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

async function newTenant(...events: readonly Told[]): Promise<SegmentTenant> {
  tenants += 1;
  const tenant = await fixture.tenant(`static-${tenants}`);
  await tenant.tell(...events);
  await tenant.settled();
  return tenant;
}

async function changeMembers(tenant: SegmentTenant, verb: 'add' | 'remove', input: object): Promise<unknown> {
  const source = `mutation ($input: SegmentMembersInput!) { answer: ${verb}SegmentMembers(input: $input) {
    __typename ... on SegmentMembersChanged { changed unknown position }
    ... on SegmentRefused { reason } ... on InvalidInput { field message } } }`;
  const { answer } = await tenant.ask<{ readonly answer: unknown }>(source, { input });
  await tenant.settled();
  return answer;
}

test('after an unmerge the list still has the one who was put on it, and not the other', async () => {
  const tenant = await newTenant(order('ann'), { who: { anonymous_id: 'phone' }, event: 'Seen' });
  const segmentId = await create(tenant, { name: 'VIPs', kind: 'STATIC' });
  const [ann, phone] = [
    await tenant.profileOf('user_id', 'ann'),
    await tenant.profileOf('anonymous_id', 'phone'),
  ];
  await changeMembers(tenant, 'add', { segmentId, profileIds: [phone] });
  await tenant.tell({ who: { user_id: 'ann', anonymous_id: 'phone' }, kind: 'identify' });
  await tenant.settled();
  expect(await membersOf(tenant, segmentId)).toEqual([await tenant.profileOf('anonymous_id', 'phone')]);
  const { rows } = await fixture.database.inTenant(tenant.id, (trx) =>
    sql<{ readonly id: string }>`select id from profile.merge_record where kind = 'MERGED'`.execute(trx),
  );
  expect(rows).toHaveLength(1);
  await tenant.command({ command: 'unmergeProfiles', recordId: rows[0]?.id });
  await tenant.settled();
  expect(await tenant.profileOf('anonymous_id', 'phone')).toBe(phone);
  expect(await tenant.profileOf('user_id', 'ann')).toBe(ann);
  expect(await membersOf(tenant, segmentId)).toEqual([phone]);
});

test('a rule that asks for a list follows it', async () => {
  const tenant = await newTenant(order('ann'), order('bob'));
  const segmentId = await create(tenant, { name: 'Listed', kind: 'STATIC' });
  const rule = { rule: { not: { in_segment: segmentId } } };
  const others = await create(tenant, { name: 'Not listed', kind: 'REALTIME', rule });
  const [ann, bob] = [await tenant.profileOf('user_id', 'ann'), await tenant.profileOf('user_id', 'bob')];
  await changeMembers(tenant, 'add', { segmentId, profileIds: [ann] });
  expect(await membersOf(tenant, others)).toEqual([bob]);
  await changeMembers(tenant, 'remove', { segmentId, profileIds: [ann] });
  expect(await membersOf(tenant, others)).toEqual([ann, bob].toSorted());
  const last = (await activityOf(tenant, others)).at(-1);
  expect(last).toMatchObject({ kind: 'ENTERED', reason: 'RULE', profile: { id: ann } });
});

test('the same key has the same answer, and another command under it is a conflict', async () => {
  const tenant = await newTenant(order('ann'));
  const segmentId = await create(tenant, { name: 'VIPs', kind: 'STATIC' });
  const profileIds = [await tenant.profileOf('user_id', 'ann'), segmentId];
  const input = { segmentId, profileIds, idempotencyKey: 'k-1' };
  const first = await changeMembers(tenant, 'add', input);
  expect(first).toMatchObject({ changed: 1, unknown: [segmentId] });
  await changeMembers(tenant, 'remove', { segmentId, profileIds });
  expect(await changeMembers(tenant, 'add', input)).toEqual(first);
  expect(await membersOf(tenant, segmentId)).toEqual([]);
  expect(await changeMembers(tenant, 'remove', input)).toEqual({ __typename: 'IdempotencyConflict' });
  const own = { ...input, idempotencyKey: 'segment/import/k-1/0' };
  expect(await changeMembers(tenant, 'add', own)).toMatchObject({ field: 'input.idempotencyKey' });
});

test('a list takes nobody of another tenant, and another tenant does not find it', async () => {
  const [one, other] = [await newTenant(order('ann')), await newTenant(order('bob'))];
  const segmentId = await create(one, { name: 'VIPs', kind: 'STATIC' });
  const bob = await other.profileOf('user_id', 'bob');
  expect(await changeMembers(one, 'add', { segmentId, profileIds: [bob] })).toMatchObject({
    changed: 0,
    unknown: [bob],
  });
  expect(await changeMembers(other, 'add', { segmentId, profileIds: [bob] })).toMatchObject({
    reason: 'UNKNOWN_SEGMENT',
  });
});

test('who may only read changes no list', async () => {
  const tenant = await newTenant(order('ann'));
  const input = `segmentId: "${tenant.id}", profileIds: ["x"]`;
  const source = `mutation { addSegmentMembers(input: {${input}}) { __typename } }`;
  expect(await tenant.errors(source, 'segment:read profile:read')).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
});
