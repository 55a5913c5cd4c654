import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { bought, change, create, order } from './segment-requests.ts';

const DAY = 86_400_000;
let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('schedules');
});
afterAll(() => fixture.close());

const daily = { cron: '0 3 * * *', timeZone: 'Europe/Berlin' };
const batch = (name: string, schedule?: object) => ({ name, kind: 'BATCH', rule: bought(1), schedule });

async function scheduleOf(id: string) {
  const source = `query ($id: ID!) { segment(id: $id) { version schedule { cron timeZone nextAt } } }`;
  const { segment } = await tenant.ask<{
    readonly segment: { readonly version: number; readonly schedule: { readonly nextAt: string } | null };
  }>(source, { id });
  return segment;
}

test('a batch segment says when it is counted next, and its schedule can be changed and ended', async () => {
  const id = await create(tenant, batch('Scheduled', daily));
  const { schedule } = await scheduleOf(id);
  expect(schedule).toMatchObject(daily);
  const wait = Date.parse(schedule?.nextAt ?? '') - Date.now();
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(DAY + 3_600_000);
  const copy = await change(tenant, 'duplicate', { id, name: 'Copied' });
  expect((await scheduleOf(copy.segment?.id ?? '')).schedule).toMatchObject(daily);

  await change(tenant, 'update', { id, name: 'Scheduled still' });
  expect((await scheduleOf(id)).schedule).toEqual(schedule);
  await change(tenant, 'update', { id, schedule: { cron: '*/15 * * * *' } });
  const changed = await scheduleOf(id);
  expect(changed).toMatchObject({ version: 1, schedule: { cron: '*/15 * * * *', timeZone: 'UTC' } });
  expect(changed.schedule?.nextAt).toMatch(/:(00|15|30|45):00\.000Z$/);
  await change(tenant, 'update', { id, schedule: null });
  expect((await scheduleOf(id)).schedule).toBeNull();
  await change(tenant, 'archive', { id: copy.segment?.id });
  expect((await scheduleOf(copy.segment?.id ?? '')).schedule).toEqual({ ...daily, nextAt: null });
});

test('a schedule that cannot be used is refused by its field, and other kinds have none', async () => {
  const realtime = await create(tenant, { name: 'Realtime', kind: 'REALTIME', rule: bought(1) });
  expect([
    await change(tenant, 'create', batch('Too often', { cron: '* * * * *' })),
    await change(tenant, 'create', batch('Nowhere', { ...daily, timeZone: 'Mars/One' })),
    await change(tenant, 'create', { ...batch('Wrong', daily), kind: 'REALTIME' }),
    await change(tenant, 'create', { name: 'List', kind: 'STATIC', schedule: daily }),
    await change(tenant, 'update', { id: realtime, schedule: daily }),
    await change(tenant, 'update', { id: realtime, schedule: { cron: 'now' } }),
  ]).toMatchObject([
    { field: 'input.schedule.cron', message: expect.stringContaining('15 minutes') },
    { field: 'input.schedule.timeZone' },
    { field: 'input.schedule', message: 'must be left out for a realtime segment.' },
    { field: 'input.schedule', message: 'must be left out for a static segment.' },
    { reason: 'WRONG_KIND', message: 'Only a batch segment has a schedule.' },
    { field: 'input.schedule.cron' },
  ]);
});

test('members of a past moment are those who had entered by then and not left', async () => {
  const shop = await fixture.tenant('moments');
  const before = new Date().toISOString();
  const id = await create(shop, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  await shop.tell(order('ann'), { who: { anonymous_id: 'phone' }, event: 'Order Completed' });
  await shop.settled();
  const [ann, phone] = [
    await shop.profileOf('user_id', 'ann'),
    await shop.profileOf('anonymous_id', 'phone'),
  ];
  const then = await nextMoment();
  await shop.tell({ who: { user_id: 'ann', anonymous_id: 'phone' }, kind: 'identify' }, order('bob'));
  await shop.settled();
  const bob = await shop.profileOf('user_id', 'bob');
  const membersAt = async (at: string | null) => {
    const source = `query ($id: ID!, $at: DateTime) { segment(id: $id) {
      members(at: $at) { totalCount withheld edges { enteredAt node { id } } } } }`;
    const { segment } = await shop.ask<{ readonly segment: { readonly members: Page } }>(source, { id, at });
    return segment.members;
  };
  interface Page {
    readonly totalCount: number;
    readonly edges: readonly { readonly enteredAt: string; readonly node: { readonly id: string } }[];
  }
  const ids = (page: Page) => page.edges.map(({ node }) => node.id).toSorted();
  expect(ids(await membersAt(null))).toEqual([ann, bob].toSorted());
  const past = await membersAt(then);
  expect(ids(past)).toEqual([ann, phone].toSorted());
  expect(past.totalCount).toBe(2);
  expect(past.edges.every(({ enteredAt }) => enteredAt <= then)).toBe(true);
  expect(await membersAt(before)).toEqual({ totalCount: 0, withheld: 0, edges: [] });
});

/** A moment after everything that was said so far, and before what comes next. */
async function nextMoment(): Promise<string> {
  const now = Date.now();
  while (Date.now() <= now + 1) await new Promise((resolve) => setImmediate(resolve));
  return new Date(now + 1).toISOString();
}
