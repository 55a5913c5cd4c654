import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture } from './segment-fixture.ts';
import { clearSegments, outcomeOf } from './segment-outcome.ts';
import { activityOf, bought, create, order } from './segment-requests.ts';

const DAY = 86_400_000;
const SOON_MS = 1_500;
let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

async function busyTenant(id: string) {
  const tenant = await fixture.tenant(id);
  const buyers = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const list = await create(tenant, { name: 'List', kind: 'STATIC' });
  const nested = { and: [{ in_segment: buyers }, { not: { in_segment: list } }] };
  await create(tenant, { name: 'Buyers off the list', kind: 'REALTIME', rule: { rule: nested } });
  await tenant.tell(order('ann'), order('bob'), { who: { anonymous_id: 'phone' }, event: 'Order Completed' });
  await tenant.settled();
  await create(tenant, { name: 'Counted', kind: 'BATCH', rule: bought(1) });
  const profileIds = [await tenant.profileOf('user_id', 'bob')];
  await tenant.ask(
    'mutation ($input: SegmentMembersInput!) { addSegmentMembers(input: $input) { __typename } }',
    { input: { segmentId: list, profileIds } },
  );
  // A merge, and windows that end soon: some before the next entry, some after it.
  await tenant.tell({ who: { user_id: 'ann', anonymous_id: 'phone' }, kind: 'identify' });
  const start = Date.now() - 30 * DAY + SOON_MS;
  const late = Array.from({ length: 20 }, (_, index) => order(`late-${index}`, start + index * 10));
  await tenant.tell(...late);
  await tenant.settled();
  return { tenant, buyers };
}

test('worked again from the first entry, windows that ended by time alone end at the same moments, with the same ids', async () => {
  const { tenant, buyers } = await busyTenant('replayed');
  const left = async () =>
    (await activityOf(tenant, buyers)).filter(({ kind, reason }) => kind === 'EXITED' && reason === 'RULE');
  await expect.poll(async () => (await left()).length, { timeout: 30_000 }).toBe(20);
  await tenant.tell(order('cid'));
  await tenant.settled();

  await fixture.segment.stop();
  const before = await outcomeOf(fixture.database, tenant.id);
  const head = await fixture.log.head(tenant.id);
  await clearSegments(fixture.database, tenant.id);
  expect(await outcomeOf(fixture.database, tenant.id)).toEqual({ memberships: [], activity: [] });
  await fixture.segment.start();
  await tenant.settled();

  expect(await outcomeOf(fixture.database, tenant.id)).toEqual(before);
  expect((await fixture.log.head(tenant.id)).through).toBe(head.through);
});

test('windows that end while nobody works end at their own moments once somebody does', async () => {
  const tenant = await fixture.tenant('away');
  const buyers = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const start = Date.now() - 30 * DAY + SOON_MS;
  await tenant.tell(...Array.from({ length: 5 }, (_, index) => order(`late-${index}`, start + index)));
  await tenant.settled();
  await fixture.segment.stop();
  await expect.poll(() => Date.now(), { timeout: 30_000 }).toBeGreaterThan(start + 5 + 30 * DAY);
  await tenant.tell(order('ann'));
  await fixture.segment.start();
  await tenant.settled();
  const left = (await activityOf(tenant, buyers)).filter(({ kind }) => kind === 'EXITED');
  const moments = left.map(({ at }) => Date.parse(at));
  expect(moments).toEqual([0, 1, 2, 3, 4].map((index) => start + index + 30 * DAY));
});
