import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture } from './segment-fixture.ts';
import { activityOf, bought, change, create, membersOf, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

const people = Array.from({ length: 30 }, (_, index) => `user-${index}`);
/** Somebody with the number n buys n mod 4 times. */
const orders = people.flatMap((user, n) => Array.from({ length: n % 4 }, () => order(user)));

test('rules that change while events are evaluated end with whom the last one holds for, told once each', async () => {
  const tenant = await fixture.tenant('racing');
  await tenant.tell(...people.map((user) => ({ who: { user_id: user }, event: 'Seen' })));
  const id = await create(tenant, { name: 'Raced', kind: 'REALTIME', rule: bought(1) });
  const update = (n: number) =>
    tenant.ask('mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { __typename } }', {
      input: { id, rule: bought(n) },
    });
  const told = [0, 1, 2].map((part) => tenant.tell(...orders.filter((_, place) => place % 3 === part)));
  await Promise.all([...told, update(2), update(1), update(3)]);
  await tenant.settled();
  await update(2);
  await tenant.settled();

  const wanted = await Promise.all(
    people.filter((_, n) => n % 4 >= 2).map((user) => tenant.profileOf('user_id', user)),
  );
  expect(await membersOf(tenant, id)).toEqual(wanted.toSorted());
  const inside = new Map<string, boolean>();
  for (const { kind, profile } of await activityOf(tenant, id)) {
    const isIn = kind === 'ENTERED';
    expect({ profile, before: inside.get(profile?.id ?? '') ?? false }).toEqual({ profile, before: !isIn });
    inside.set(profile?.id ?? '', isIn);
  }
  expect(
    [...inside]
      .filter(([, isIn]) => isIn)
      .map(([profile]) => profile)
      .toSorted(),
  ).toEqual(wanted.toSorted());
});

test('of two updates from the same version one is refused', async () => {
  const tenant = await fixture.tenant('twice');
  const id = await create(tenant, { name: 'Twice', kind: 'REALTIME', rule: bought(1) });
  const answers = await Promise.all(
    [2, 3].map((n) => change(tenant, 'update', { id, expectedVersion: 1, rule: bought(n) })),
  );
  expect(new Set(answers.map(({ reason, segment }) => reason ?? segment?.id))).toEqual(
    new Set(['STALE_VERSION', id]),
  );
});

test('a segment that has ended cannot be asked for, changed or ended again', async () => {
  const tenant = await fixture.tenant('ended');
  const id = await create(tenant, { name: 'Ended', kind: 'REALTIME', rule: bought(1) });
  await change(tenant, 'archive', { id });
  const asks = { rule: { in_segment: id } };
  expect([
    await change(tenant, 'create', { name: 'Asks', kind: 'REALTIME', rule: asks }),
    await change(tenant, 'update', { id, name: 'Again' }),
    await change(tenant, 'archive', { id }),
  ]).toMatchObject([{ reason: 'UNKNOWN_SEGMENT' }, { reason: 'ARCHIVED' }, { reason: 'ARCHIVED' }]);
});

test('a rule as deep as a client can send is refused with the limit, in every form', async () => {
  const tenant = await fixture.tenant('deep');
  const nest = (depth: number, around: (inner: object) => object, innermost: object) =>
    Array.from({ length: depth }).reduce<object>((inner) => around(inner), innermost);
  const leaf = { has_identifier: 'email' };
  const rule = { field: 'has_identifier', operator: '=', value: 'email' };
  const forms = (depth: number) => [
    { rule: nest(depth, (inner) => ({ not: inner }), leaf) },
    { filter: nest(depth, (inner) => ({ not: inner }), { hasIdentifierType: 'email' }) },
    { filter: { events: nest(depth, (inner) => ({ not: inner }), { event: 'A' }) } },
    { queryBuilder: nest(depth, (inner) => ({ combinator: 'and', not: true, rules: [inner] }), rule) },
  ];
  const source = `query ($rule: SegmentRuleInput!) { segmentPreview(rule: $rule) {
    __typename ... on InvalidRule { faults { message } } } }`;
  for (const depth of [20, 1_000]) {
    for (const given of forms(depth)) {
      const { data, errors } = await tenant.answer(source, { variables: { rule: given } });
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).toMatch(/InvalidRule.*nest at most 12 deep/);
    }
  }
});
