import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { bought, create, membersOf, order } from './segment-requests.ts';

const DAY = 86_400_000;
let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let names = 0;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('previews');
  const now = Date.now();
  await tenant.tell(
    order('ann', now - 3 * DAY),
    { who: { user_id: 'ann' }, kind: 'identify', traits: { city: 'Bern', age: 40 } },
    { who: { user_id: 'bob' }, event: 'Promotion Viewed', at: now - 5 * DAY, properties: { code: 'A' } },
    { ...order('bob', now - 2 * DAY), properties: { revenue: 30 } },
    { ...order('bob', now - DAY), properties: { revenue: 80 } },
    { who: { user_id: 'eve' }, kind: 'identify', traits: { city: 'Basel' } },
    { who: { anonymous_id: 'phone' }, event: 'Promotion Viewed', at: now - 400 * DAY },
  );
  await tenant.settled();
});
afterAll(() => fixture.close());

interface Preview {
  readonly __typename: string;
  readonly estimate?: number;
  readonly exact?: boolean;
  readonly sampled?: number;
  readonly members?: readonly { readonly id: string }[];
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
  readonly field?: string;
  readonly message?: string;
}

async function preview(of: SegmentTenant, variables: object): Promise<Preview> {
  const source = `query ($rule: SegmentRuleInput!, $exact: Boolean, $sample: Int) {
    segmentPreview(rule: $rule, exact: $exact, sample: $sample) { __typename
      ... on SegmentPreview { estimate low high exact sampled members { id } }
      ... on InvalidRule { faults { path message } } ... on InvalidInput { field message } } }`;
  const { segmentPreview } = await of.ask<{ readonly segmentPreview: Preview }>(source, { ...variables });
  return segmentPreview;
}

const steps = [{ event: 'Promotion Viewed' }, { event: 'Order Completed' }];
const city = { name: 'city', exists: true };

test.each([
  { what: 'a count', rule: bought(2), found: 1 },
  { what: 'an absence', rule: { rule: { not: bought(1).rule } }, found: 2 },
  { what: 'a sequence', rule: { rule: { event_sequence: { steps, within: '14d' } } }, found: 1 },
  {
    what: 'a sum',
    rule: { rule: { event_sum: [{ event: 'Order Completed', property: 'revenue' }, '>', 100] } },
    found: 1,
  },
  {
    what: 'a typed filter',
    rule: { filter: { trait: city, not: { events: { event: 'Nothing' } } } },
    found: 2,
  },
  {
    what: 'a query of a builder',
    rule: {
      queryBuilder: {
        combinator: 'and',
        rules: [{ field: 'traits.city', operator: '=', value: 'Bern' }],
      },
    },
    found: 1,
  },
])('a preview of $what shows whom the segment then has', async ({ rule, found }) => {
  const shown = await preview(tenant, { rule, exact: true, sample: 20 });
  expect(shown).toMatchObject({ estimate: found, exact: true, sampled: 4 });
  names += 1;
  const id = await create(tenant, { name: `Previewed ${names}`, kind: 'REALTIME', rule });
  expect(shown.members?.map((one) => one.id)).toEqual(await membersOf(tenant, id));
});

test('an estimate is made from the first two thousand profiles by id', async () => {
  const many = await fixture.tenant('previews-of-many');
  const people = Array.from({ length: 2_500 }, (_, index) => `user-${index}`);
  await many.tell(
    ...people.map((user, index) => ({ ...order(user), event: index % 7 === 0 ? 'Order Completed' : 'Seen' })),
  );
  await many.settled();
  const { rows } = await fixture.database.inTenant(many.id, (trx) =>
    sql<{
      readonly id: string;
    }>`with sample as (select profile_id from segment.profile order by profile_id limit 2000)
      select distinct e.profile_id as id from segment.event e join sample s using (profile_id)
      where e.name = 'Order Completed' order by 1`.execute(trx),
  );
  expect(await preview(many, { rule: bought(1) })).toMatchObject({
    estimate: Math.round((rows.length / 2_000) * 2_500),
    exact: false,
    sampled: 2_000,
    members: rows.slice(0, 5),
  });
});

test('a preview refuses what is no rule, and says each fault with its place', async () => {
  const faulty = { and: [{ event_count: [{ event: 'A', within: '0s' }, '>=', 1] }, { nothing: 1 }] };
  const answer = await preview(tenant, { rule: { rule: faulty } });
  expect(answer.faults?.map(({ path }) => path)).toEqual(['and[0].event_count[0].within', 'and[1].nothing']);
  const one = 'must have exactly one of rule, filter and queryBuilder';
  expect([
    await preview(tenant, { rule: {} }),
    await preview(tenant, { rule: { ...bought(1), filter: {} } }),
    await preview(tenant, { rule: bought(1), sample: -1 }),
  ]).toEqual([
    { __typename: 'InvalidInput', field: 'rule', message: `${one}, not 0.` },
    { __typename: 'InvalidInput', field: 'rule', message: `${one}, not 2.` },
    { __typename: 'InvalidInput', field: 'sample', message: 'must be 0 to 20.' },
  ]);
});

test('a preview shows nobody of another tenant, and nothing to who may not read profiles', async () => {
  const other = await fixture.tenant('previews-of-others');
  expect(await preview(other, { rule: { rule: { not: bought(1).rule } } })).toMatchObject({
    estimate: 0,
    members: [],
  });
  const source = `{ segmentPreview(rule: { rule: { has_identifier: "user_id" } }) { __typename } }`;
  expect(await tenant.errors(source, 'segment:read')).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
});

/** An embedded database works one statement at a time, so that none waits for another. */
const onServer = process.env['TEST_POSTGRES_URL'] !== undefined;

test.runIf(onServer)('a preview that takes too long is given up, and the next one is answered', async () => {
  const rule = { rule: { has_identifier: 'user_id' } };
  const source = `query ($rule: SegmentRuleInput!) { segmentPreview(rule: $rule, exact: true) { __typename } }`;
  const taken = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const holding = fixture.database.asSystem(async (trx) => {
    await sql`lock table segment.identifier in access exclusive mode`.execute(trx);
    taken.resolve();
    await done.promise;
  });
  await taken.promise;
  const late = await tenant.answer(source, { variables: { rule } });
  done.resolve();
  await holding;
  expect(late).toMatchObject({
    data: { segmentPreview: null },
    errors: [{ message: 'Reading took longer than 5000 ms.', extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
  });
  expect(await preview(tenant, { rule, exact: true })).toMatchObject({ __typename: 'SegmentPreview' });
});
