import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture } from './segment-fixture.ts';
import { bought, create, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;

beforeAll(async () => {
  fixture = await openSegmentFixture();
});
afterAll(() => fixture.close());

interface Reasoned {
  readonly segments: {
    readonly edges: readonly {
      readonly node: { readonly name: string };
      readonly reasons: readonly { readonly text: string; readonly eventIds: readonly string[] }[];
    }[];
  };
}

test('the reasons of many people, asked at once, are those that each has alone', async () => {
  const tenant = await fixture.tenant('reasons');
  const people = ['ann', 'bob', 'cleo', 'dan'];
  await tenant.tell(...people.flatMap((user, index) => Array.from({ length: index + 1 }, () => order(user))));
  await tenant.settled();
  await create(tenant, { name: 'Regulars', kind: 'REALTIME', rule: bought(2) });
  await create(tenant, { name: 'Counted buyers', kind: 'BATCH', rule: bought(1) });
  await create(tenant, {
    name: 'Counted, but few',
    kind: 'BATCH',
    rule: { rule: { and: [bought(2).rule, { not: bought(4).rule }] } },
  });
  await create(tenant, { name: 'A list', kind: 'STATIC' });
  const ids = await Promise.all(people.map((user) => tenant.profileOf('user_id', user)));
  const ask = async (some: readonly string[]): Promise<readonly Reasoned[]> => {
    const source = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Profile {
      segments { edges { node { name } reasons { text eventIds } } } } } }`;
    const representations = some.map((id) => ({ __typename: 'Profile', id }));
    const { _entities } = await tenant.ask<{ readonly _entities: readonly Reasoned[] }>(source, {
      people: representations,
    });
    return _entities;
  };
  const together = await ask(ids);
  const alone = await Promise.all(ids.map((id) => ask([id])));
  expect(together).toEqual(alone.flat());
  const events = together.map(({ segments }) =>
    Object.fromEntries(
      segments.edges.map(({ node, reasons }) => [node.name, reasons.map(({ eventIds }) => eventIds.length)]),
    ),
  );
  // A count remembers one event more than it asks for.
  expect(events).toEqual([
    { 'Counted buyers': [1] },
    { 'Counted buyers': [2], 'Counted, but few': [2, 2], Regulars: [2] },
    { 'Counted buyers': [2], 'Counted, but few': [3, 3], Regulars: [3] },
    { 'Counted buyers': [2], Regulars: [3] },
  ]);
});
