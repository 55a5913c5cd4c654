import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileDoor } from './member-files.ts';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { clearSegments, outcomeOf } from './segment-outcome.ts';
import { activityOf, bought, change, create, membersOf, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let door: Awaited<ReturnType<typeof openFileDoor>>;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  door = await openFileDoor(fixture);
});
afterAll(async () => {
  await door.close();
  await fixture.close();
});

const mailbox = { email: 'info@example.com' };
const nobody = { anonymous_id: 'null' };
const absent = { rule: { not: { event_count: [{ event: 'Never' }, '>=', 1] } } };

/** A buyer, a mailbox that buys, and a value that names nobody from its birth. */
async function newShop(id: string) {
  const tenant = await fixture.tenant(id);
  await tenant.tell(
    order('ann'),
    { who: mailbox, event: 'Order Completed' },
    { who: nobody, event: 'Order Completed' },
  );
  await tenant.settled();
  const segments = {
    buyers: await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) }),
    everybody: await create(tenant, { name: 'Everybody', kind: 'REALTIME', rule: absent }),
    counted: await create(tenant, { name: 'Counted', kind: 'BATCH', rule: bought(1) }),
    list: await create(tenant, { name: 'List', kind: 'STATIC' }),
  };
  const ann = await tenant.profileOf('user_id', 'ann');
  const box = await tenant.profileOf('email', mailbox.email);
  const input = { segmentId: segments.list, profileIds: [ann, box] };
  await tenant.ask(
    'mutation ($input: SegmentMembersInput!) { addSegmentMembers(input: $input) { __typename } }',
    { input },
  );
  await tenant.settled();
  return { tenant, segments, ann, box };
}

async function block(tenant: SegmentTenant, who: Readonly<Record<string, string>>, verb = 'block') {
  await tenant.command({ command: `${verb}Identifier` }, who);
  await tenant.settled();
}

test('a blocked value leaves every kind of segment, and the log says why', async () => {
  const { tenant, segments, ann, box } = await newShop('blocked');
  const ids = Object.values(segments);
  for (const id of ids) expect(await membersOf(tenant, id)).toEqual([ann, box].toSorted());
  await block(tenant, mailbox);
  for (const id of ids) {
    expect(await membersOf(tenant, id)).toEqual([ann]);
    const last = (await activityOf(tenant, id)).at(-1);
    expect(last).toMatchObject({ kind: 'EXITED', reason: 'QUARANTINED', profile: { id: box } });
  }
  await change(tenant, 'recompute', { id: segments.counted });
  expect(await membersOf(tenant, segments.counted)).toEqual([ann]);
  const { through } = await fixture.log.head(tenant.id);
  const exits = (await fixture.log.read(tenant.id, 0, through))
    .filter(({ eventName }) => eventName === 'Segment Exited')
    .map(({ payload }) => JSON.parse(payload ?? '{}') as { readonly properties: object });
  expect(exits.map(({ properties }) => properties)).toEqual(
    ids.toSorted().map(() => expect.objectContaining({ profileId: box, reason: 'QUARANTINED' })),
  );
});

test('a value that names nobody is never a member of anything', async () => {
  const { tenant, box, ann } = await newShop('born');
  const told = new Set((await activityOf(tenant)).map(({ profile }) => profile?.id));
  expect(told).toEqual(new Set([ann, box]));
});

test('a value that is allowed again is evaluated for all rules, and the list still has it', async () => {
  const { tenant, segments, ann, box } = await newShop('allowed');
  await block(tenant, mailbox);
  await tenant.tell({ who: mailbox, event: 'Order Completed' }, { who: nobody, event: 'Order Completed' });
  await block(tenant, mailbox, 'unblock');
  const { buyers, everybody, counted, list } = segments;
  for (const id of [buyers, everybody, list]) {
    expect(await membersOf(tenant, id)).toEqual([ann, box].toSorted());
    expect((await activityOf(tenant, id)).at(-1)).toMatchObject({ kind: 'ENTERED', reason: 'RULE' });
  }
  expect(await membersOf(tenant, counted)).toEqual([ann]);
  await change(tenant, 'recompute', { id: counted });
  expect(await membersOf(tenant, counted)).toEqual([ann, box].toSorted());
  await block(tenant, nobody, 'unblock');
  expect(await membersOf(tenant, buyers)).toHaveLength(3);
});

test('a block that is over before anybody looked ends memberships as one that lasts does', async () => {
  const { tenant, segments, ann, box } = await newShop('brief');
  const before = await fixture.log.head(tenant.id);
  await fixture.segment.stop();
  await tenant.command({ command: 'blockIdentifier' }, mailbox);
  await tenant.command({ command: 'unblockIdentifier' }, mailbox);
  await fixture.segment.start();
  await tenant.settled();
  expect(await membersOf(tenant, segments.counted)).toEqual([ann]);
  expect(await membersOf(tenant, segments.buyers)).toEqual([ann, box].toSorted());
  const { through } = await fixture.log.head(tenant.id);
  const told = await fixture.log.read(tenant.id, before.through, through);
  const count = (name: string) => told.filter(({ eventName }) => eventName === name).length;
  expect([count('Segment Exited'), count('Segment Entered')]).toEqual([4, 3]);
});

test('previews, overlaps and files do not know the quarantined', async () => {
  const { tenant, segments, ann } = await newShop('previewed');
  await block(tenant, mailbox);
  const { buyers, everybody } = segments;
  const source = `query ($rule: SegmentRuleInput!, $ids: [ID!]!) {
    segmentPreview(rule: $rule, exact: true) { ... on SegmentPreview { estimate sampled members { id } } }
    segmentOverlap(ids: $ids) { both either } }`;
  expect(await tenant.ask(source, { rule: absent, ids: [buyers, everybody] })).toEqual({
    segmentPreview: { estimate: 1, sampled: 1, members: [{ id: ann }] },
    segmentOverlap: [{ both: 1, either: 1 }],
  });
  const file = await door.get(tenant, buyers, { query: '?purpose=MARKETING' });
  expect(file.headers.get('x-members-withheld')).toBe('1');
});

test('an estimate is made from profiles that can be members', async () => {
  const tenant = await fixture.tenant('estimated');
  await tenant.tell(...Array.from({ length: 2_010 }, (_, index) => order(`user-${index}`)));
  await tenant.settled();
  const { rows } = await fixture.database.inTenant(tenant.id, (trx) =>
    sql<{ readonly id: string }>`update segment.profile set quarantined = true where profile_id in (
      select profile_id from segment.profile order by profile_id limit 3) returning profile_id as id`.execute(
      trx,
    ),
  );
  const source = `query ($rule: SegmentRuleInput!) { segmentPreview(rule: $rule) {
    ... on SegmentPreview { estimate exact sampled members { id } } } }`;
  const { segmentPreview } = await tenant.ask<{
    readonly segmentPreview: { readonly members: readonly { readonly id: string }[] };
  }>(source, { rule: bought(1) });
  expect(segmentPreview).toMatchObject({ estimate: 2_007, exact: false, sampled: 2_000 });
  expect(segmentPreview.members.filter(({ id }) => rows.some((row) => row.id === id))).toEqual([]);
});

test('worked again from the first entry, quarantines end the same memberships with the same ids', async () => {
  const { tenant, segments } = await newShop('replayed');
  await block(tenant, mailbox);
  await change(tenant, 'recompute', { id: segments.counted });
  await block(tenant, mailbox, 'unblock');
  await fixture.segment.stop();
  const before = await outcomeOf(fixture.database, tenant.id);
  const head = await fixture.log.head(tenant.id);
  await clearSegments(fixture.database, tenant.id);
  await fixture.segment.start();
  await tenant.settled();
  expect(await outcomeOf(fixture.database, tenant.id)).toEqual(before);
  expect((await fixture.log.head(tenant.id)).through).toBe(head.through);
});
