import { afterEach, beforeEach, expect, test } from 'vitest';
import { idOf, START } from '../../test/history.ts';
import { DAY, openTraitStory, order, type Told, type TraitStory } from '../../test/trait-story.ts';
import { findComputedTraits } from './computed-trait.ts';

let story: TraitStory;
beforeEach(async () => {
  story = await openTraitStory();
});
afterEach(() => story.close());

/** Values by trait, of the profile with this number. */
async function read(profile: number, tenant = 'shop'): Promise<Readonly<Record<string, unknown>>> {
  const id = idOf('profile', profile);
  const found = await story.database.inTenant(tenant, (trx) =>
    findComputedTraits(trx, tenant, [id], START + 400 * DAY),
  );
  return Object.fromEntries((found.get(id) ?? []).map(({ name, value }) => [name, value]));
}

/** What rules are offered: numbers and texts of the facts, by profile number and trait. */
async function offered(tenant = 'shop'): Promise<readonly unknown[]> {
  const rows = await story.database.inTenant(tenant, (trx) =>
    trx
      .selectFrom('segment.profile_value')
      .select(['profile_id as id', 'trait', 'number_value as number', 'string_value as text'])
      .where('tenant_id', '=', tenant)
      .where('source', '=', 'computed')
      .orderBy('profile_id')
      .orderBy('trait')
      .execute(),
  );
  return rows.map(({ id, trait, number, text }) => [
    Number(id.slice(-3)),
    trait,
    number === null ? text : Number(number),
  ]);
}

const shopping: readonly Told[] = [
  order(1, 10.1, {
    at: START,
    products: [
      ['p1', 'tea'],
      ['p2', 'jam'],
    ],
  }),
  order(2, 20.2, { at: START + DAY, products: [['p1', 'tea']], properties: { discount: 2.5 } }),
  { identifier: 2, event: 'Coupon Applied', at: START + DAY },
];

test('orders, money, times, the favourite category and distinct products are computed of events', async () => {
  await story.tell(shopping);
  expect(await read(1)).toEqual({
    orders: 1,
    revenue: 10.1,
    averageOrderValue: 10.1,
    firstOrderAt: '2026-01-01T00:00:00.000Z',
    lastOrderAt: '2026-01-01T00:00:00.000Z',
    discount: 0,
    favouriteCategory: 'jam',
    distinctProducts: 2,
    coupons: 0,
  });
  expect(await read(2)).toMatchObject({ orders: 1, revenue: 20.2, discount: 2.5, coupons: 1 });
  expect(await read(1, 'rival')).toEqual({});
});

test('a merge and an unmerge move traits with their identifiers, for readers and for rules', async () => {
  await story.tell(shopping);
  const apart = await offered();
  await story.tell([{ moves: [[2, 2, 1]] }]);
  const merged = await read(1);
  expect(merged).toMatchObject({
    orders: 2,
    revenue: 30.3,
    averageOrderValue: 15.15,
    favouriteCategory: 'tea',
  });
  expect(await read(2)).toEqual({});
  const facts = await offered();
  expect(facts).toContainEqual([1, 'revenue', 30.3]);
  expect(facts).not.toContainEqual([2, 'revenue', 20.2]);
  await story.tell([{ moves: [[2, 1, 2]] }]);
  expect(await offered()).toEqual(apart);
});

test('an event that moves to another identifier leaves nothing behind', async () => {
  await story.tell([...shopping, order(3, 5)]);
  await story.tell([{ reattributed: [[2, 2, 3]], identifier: 3, event: 'Seen' }]);
  expect(await read(2)).toMatchObject({ orders: 0, revenue: 0, coupons: 1, favouriteCategory: null });
  expect(await read(3)).toMatchObject({ orders: 2, revenue: 25.2, favouriteCategory: 'tea' });
  const facts = await offered();
  expect(facts).toContainEqual([2, 'orders', 0]);
  expect(facts).not.toContainEqual(expect.arrayContaining([2, 'favouriteCategory']));
});

test('batches of any size compute the same', async () => {
  const long: Told[] = Array.from({ length: 30 }, (_, index) =>
    order(index % 4, index + 0.1, {
      at: START + ((index * 7) % 11) * DAY,
      products: [[`p${index % 5}`, `c${index % 3}`]],
    }),
  );
  const all = [...long, { moves: [[3, 3, 0]] as const }, ...long.slice(0, 9)];
  await story.tell(all, { batch: 1 });
  const byOne = [await offered(), await read(0)];
  const other = await openTraitStory();
  try {
    await other.tell(all, { batch: 7 });
    const first = story;
    story = other;
    expect([await offered(), await read(0)]).toEqual(byOne);
    story = first;
  } finally {
    await other.close();
  }
});

test('other definitions compute everything anew from the log and take back what is no more', async () => {
  await story.tell([...shopping, { reattributed: [[1, 1, 2]], identifier: 2, event: 'Seen' }]);
  const value = [
    {
      name: 'teas',
      of: 'orders',
      each: 'properties.products',
      where: { path: 'category', in: ['tea'] },
      kind: 'counter',
    },
    { name: 'recentTeas', of: 'orders', each: 'properties.products', kind: 'counter', days: 500 },
  ];
  await story.tell([{ configuration: { name: 'computedTraits', value } }]);
  expect(await read(2)).toEqual({ teas: 2, recentTeas: 3 });
  expect(await offered()).toEqual([
    [1, 'teas', 0],
    [2, 'teas', 2],
  ]);
  await story.tell([order(1, 1, { products: [['p9', 'tea']] })]);
  expect(await offered()).toContainEqual([1, 'teas', 1]);
});

test('what counts as an order, and its value, is the configuration of journeys', async () => {
  await story.tell([
    { identifier: 1, event: 'Paid', properties: { sum: '12.345' } },
    {
      configuration: {
        name: 'journeys',
        value: { conversions: { Paid: { value: 'properties.sum' }, Left: { value: null } } },
      },
    },
    { identifier: 1, event: 'Left' },
    order(1, 99),
  ]);
  expect(await read(1)).toMatchObject({ orders: 1, revenue: 12.35 });
});

test('what a window has passed does not count, and rules are not offered it', async () => {
  const value = [{ name: 'recent', of: 'orders', kind: 'counter', days: 30 }];
  await story.tell([
    { configuration: { name: 'computedTraits', value } },
    order(1, 5),
    { identifier: 1, event: 'X', at: START + DAY },
  ]);
  const id = idOf('profile', 1);
  const at = async (asOf: number) =>
    story.database.inTenant('shop', (trx) => findComputedTraits(trx, 'shop', [id], asOf));
  expect((await at(START + 29 * DAY)).get(id)).toEqual([{ name: 'recent', value: 1 }]);
  expect((await at(START + 30 * DAY)).get(id)).toEqual([{ name: 'recent', value: 0 }]);
  expect(await offered()).toEqual([]);
});
