import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { outcomeOf } from './segment-outcome.ts';
import { activityOf, bought, create, membersOf, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

interface Status {
  readonly position: number;
  readonly behind: number;
  readonly parked: number;
  readonly rebuild: {
    readonly status: string;
    readonly reached: number;
    readonly through: number;
    readonly endedAt: string | null;
    readonly error: string | null;
    readonly changedRows: number | null;
    readonly toldChanges: number | null;
  } | null;
}

const question = `{ segmentStatus {
  position behind freshAt parked
  rebuild { id status reached through requestedAt endedAt error changedRows toldChanges } } }`;

async function statusOf(tenant: SegmentTenant): Promise<Status> {
  const { segmentStatus } = await tenant.ask<{ readonly segmentStatus: Status }>(
    question,
    {},
    'segment:read',
  );
  return segmentStatus;
}

/** Asks for a rebuild as an operator does and waits until it has ended. */
async function rebuilt(tenant: SegmentTenant, key: string): Promise<Status['rebuild']> {
  await tenant.rebuild(key);
  await tenant.settled();
  await expect
    .poll(async () => (await statusOf(tenant)).rebuild?.status, { timeout: 30_000, interval: 50 })
    .not.toBe('RUNNING');
  await tenant.settled();
  return (await statusOf(tenant)).rebuild;
}

async function shopOf(id: string) {
  const tenant = await fixture.tenant(id);
  const buyers = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  const list = await create(tenant, { name: 'List', kind: 'STATIC' });
  // The value is not in the command but in the log's dictionary.
  const byMail = { rule: { '==': [{ var: 'traits.email' }, 'ann@example.com'] } };
  await create(tenant, { name: 'Ann', kind: 'REALTIME', rule: byMail });
  await create(tenant, { name: 'Counted', kind: 'BATCH', rule: bought(1) });
  await tenant.tell(order('ann'), order('bob'), order('cid'), { who: { anonymous_id: 'x' }, event: 'Seen' });
  await tenant.settled();
  const profileIds = [await tenant.profileOf('user_id', 'bob')];
  await tenant.ask(
    'mutation ($input: SegmentMembersInput!) { addSegmentMembers(input: $input) { __typename } }',
    { input: { segmentId: list, profileIds } },
  );
  const traits = { email: 'ann@example.com' };
  await tenant.tell({ who: { user_id: 'ann', anonymous_id: 'x' }, kind: 'identify', traits });
  await tenant.settled();
  return { tenant, buyers, list };
}

test('an operator has segments made again: where nothing is wrong nothing changes', async () => {
  const { tenant } = await shopOf('whole');
  expect((await statusOf(tenant)).rebuild).toBeNull();
  const before = await outcomeOf(fixture.database, tenant.id);
  const rebuild = await rebuilt(tenant, 'first');
  expect(rebuild).toMatchObject({ status: 'SUCCEEDED', error: null, changedRows: 0, toldChanges: 0 });
  expect(await outcomeOf(fixture.database, tenant.id)).toEqual(before);
  const { position, behind, parked } = await statusOf(tenant);
  expect({ position, behind, parked }).toEqual({
    position: (await fixture.log.head(tenant.id)).through,
    behind: 0,
    parked: 0,
  });
});

test('states that were lost come back, and the log is told what it had been told otherwise', async () => {
  const { tenant, buyers, list } = await shopOf('damaged');
  const [members, listed] = [await membersOf(tenant, buyers), await membersOf(tenant, list)];
  await fixture.database.asSystem((trx) =>
    sql`delete from segment.state where tenant_id = ${tenant.id}`.execute(trx),
  );
  // Of whom nothing is remembered, evaluation makes a stranger.
  await tenant.tell({ who: { user_id: 'bob' }, event: 'Seen' }, order('dan'));
  await tenant.settled();
  const rebuild = await rebuilt(tenant, 'repair');
  expect(rebuild).toMatchObject({ status: 'SUCCEEDED', error: null });
  expect(rebuild?.changedRows).toBeGreaterThan(0);
  expect(await membersOf(tenant, list)).toEqual(listed);
  expect(await membersOf(tenant, buyers)).toEqual(
    [...members, await tenant.profileOf('user_id', 'dan')].toSorted(),
  );
  const told = (await activityOf(tenant)).filter(({ reason }) => reason === 'REBUILT');
  expect(told).toHaveLength(rebuild?.toldChanges ?? -1);
  const folded = new Set<string>();
  for (const { kind, profile, segment } of await activityOf(tenant, buyers)) {
    const member = `${segment.id} ${profile?.id}`;
    if (kind === 'ENTERED') folded.add(member);
    else folded.delete(member);
  }
  expect([...folded].toSorted()).toEqual((await membersOf(tenant, buyers)).map((id) => `${buyers} ${id}`));
});

test('who may not read segments is not told how far they are', async () => {
  const tenant = await fixture.tenant('closed');
  expect(await tenant.errors(question, 'profile:read')).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
});
