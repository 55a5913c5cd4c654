import { describe, expect, test } from 'vitest';
import type { DemoEvent } from './demo-event.ts';
import { featuredCustomer } from './featured-customer.ts';
import { generateDemo, maxDemoEvents } from './generate-demo.ts';

const noon = new Date('2026-03-18T12:00:00Z');
const demo = generateDemo({ seed: 42, today: noon });
const valid = demo.filter(({ expected }) => expected === 'accepted');
const named = (event: string, events: readonly DemoEvent[] = valid): readonly DemoEvent[] =>
  events.filter(({ message }) => message.event === event);
const of = (userId: string): readonly DemoEvent[] => valid.filter(({ message }) => message.userId === userId);

describe('the same seed and day', () => {
  test('give the same events', () => {
    expect(generateDemo({ seed: 42, today: noon })).toEqual(demo);
  });

  test('at a later hour add events and change none', () => {
    const evening = generateDemo({ seed: 42, today: new Date('2026-03-18T23:59:59Z') });
    expect(evening.slice(0, demo.length)).toEqual(demo);
    expect(evening.length).toBeGreaterThan(demo.length);
  });
});

test('another seed gives other people', () => {
  const other = generateDemo({ seed: 43, today: noon });
  const names = (events: readonly DemoEvent[]): readonly unknown[] =>
    events.map(({ message }) => message.traits?.['lastName']).filter((name) => name !== undefined);
  expect(names(other)).not.toEqual(names(demo));
});

test.each([0, 1, 2, 3])('seed %i makes at most 10,000 events on any day', (seed) => {
  for (const today of ['2026-03-18T23:59:59Z', '2024-02-29T23:59:59Z', '2030-01-01T23:59:59Z']) {
    const { length } = generateDemo({ seed, today: new Date(today) });
    expect(length).toBeLessThanOrEqual(maxDemoEvents);
    expect(length).toBeGreaterThan(9_000);
  }
});

test('the data end today and are never in the future, even just after midnight', () => {
  for (const today of [noon, new Date('2026-03-18T00:02:00Z')]) {
    const times = generateDemo({ seed: 42, today })
      .filter(({ expected }) => expected === 'accepted')
      .map(({ message }) => message.timestamp);
    expect(times).toEqual(times.toSorted());
    expect(times.at(-1)?.slice(0, 10)).toBe('2026-03-18');
    expect(Date.parse(String(times.at(-1)))).toBeLessThanOrEqual(today.getTime());
    expect(times[0]?.slice(0, 7)).toBe('2025-09');
  }
});

test('messageIds are unique and orders too', () => {
  expect(new Set(demo.map(({ message }) => message.messageId)).size).toBe(demo.length);
  const orders = named('Order Completed').map(({ message }) => message.properties?.['order_id']);
  expect(new Set(orders).size).toBe(orders.length);
});

test('every kind of call and every event that later parts look for is there', () => {
  const kinds = new Set(valid.map(({ message }) => message.event ?? message.type));
  const expected = `
    identify, page, screen, group, alias, Application Opened,
    Signed Up, Signed In, Products Searched, Product List Viewed, Product Viewed, Product Added,
    Checkout Started, Order Completed, Order Refunded, Coupon Applied, Promotion Viewed, Promotion Clicked,
    Email Opened, Email Link Clicked, Referral, Consent Preference Updated`
    .split(/,\s+/)
    .map((kind) => kind.trim());
  expect(expected.filter((kind) => !kinds.has(kind))).toEqual([]);
  expect(new Set(valid.map(({ source }) => source))).toEqual(new Set(['web', 'app', 'pos', 'crm']));
});

test('an order is worth its products less its discount, to the cent', () => {
  for (const { message } of named('Order Completed')) {
    const { products, revenue, discount, shipping, total } = message.properties as {
      readonly products: readonly { readonly price: number; readonly quantity: number }[];
      readonly revenue: number;
      readonly discount: number;
      readonly shipping: number;
      readonly total: number;
    };
    const cents = products.reduce((sum, { price, quantity }) => sum + Math.round(price * 100) * quantity, 0);
    expect(Math.round(revenue * 100)).toBe(cents - Math.round(discount * 100));
    expect(Math.round(total * 100)).toBe(Math.round(revenue * 100) + Math.round(shipping * 100));
  }
});

test('a refund returns an order made before', () => {
  const ordered = new Map(
    named('Order Completed').map(({ message }) => [message.properties?.['order_id'], message] as const),
  );
  for (const { message } of named('Order Refunded')) {
    const order = ordered.get(message.properties?.['order_id']);
    expect(order?.userId).toBe(message.userId);
    expect(String(order?.timestamp) < message.timestamp).toBe(true);
  }
});

test('three to six of a hundred visits to site or app end in an order', () => {
  const visits = valid.filter(({ message }) => message.name === 'Home').length;
  const orders = named('Order Completed').filter(({ source }) => source !== 'pos').length;
  expect(orders / visits).toBeGreaterThan(0.03);
  expect(orders / visits).toBeLessThan(0.06);
});

test('weekends are busier than the middle of the week', () => {
  const on = (days: readonly number[]): number =>
    valid.filter(({ message }) => days.includes(new Date(message.timestamp).getUTCDay())).length /
    days.length;
  expect(on([0, 6])).toBeGreaterThan(1.2 * on([1, 2, 3]));
});

test('some customers come back and some have gone', () => {
  const orders = Map.groupBy(named('Order Completed'), ({ message }) => message.userId);
  orders.delete(undefined);
  expect([...orders.values()].filter(({ length }) => length > 1).length).toBeGreaterThan(10);
  const lastSeen = new Map(valid.map(({ message }) => [message.userId, Date.parse(message.timestamp)]));
  const gone = [...lastSeen.values()].filter((time) => time < noon.getTime() - 60 * 86_400_000);
  expect(gone.length).toBeGreaterThan(10);
});

test('a friend is named by the user id of an account that exists by then', () => {
  const joined = new Map(named('Signed Up').map(({ message }) => [message.userId, message.timestamp]));
  const referrals = named('Referral');
  expect(referrals.length).toBeGreaterThan(10);
  for (const { message } of referrals) {
    const referred = message.properties?.['referred_user_id'];
    expect(referred).not.toBe(message.userId);
    expect(String(joined.get(referred as string)) < message.timestamp).toBe(true);
  }
});

test('consent is given by most and refused by some, and says that it is assumed', () => {
  const statements = valid
    .map(({ message }) => message.context?.['consent'])
    .filter((consent) => consent !== undefined);
  const advertising = statements.map((consent) => JSON.stringify(consent).includes('"Advertising":true'));
  expect(advertising.filter(Boolean).length).toBeGreaterThan(advertising.length / 3);
  expect(advertising.filter((granted) => !granted).length).toBeGreaterThan(advertising.length / 10);
  for (const consent of statements) expect(consent).toMatchObject({ note: 'assumption of the demo' });
});

test('devices and mailboxes are shared, and values that name nobody are sent', () => {
  const usersOf = (matches: (event: DemoEvent) => boolean): number =>
    new Set(
      valid
        .filter(matches)
        .map(({ message }) => message.userId)
        .filter((user) => user !== undefined),
    ).size;
  expect(usersOf(({ message }) => message.anonymousId === 'kiosk-portland-2')).toBeGreaterThan(5);
  expect(
    usersOf(({ message }) => message.traits?.['email'] === 'office@hearth-bakery.example'),
  ).toBeGreaterThan(5);
  expect(usersOf(({ message }) => message.traits?.['email'] === 'family0@example.org')).toBe(2);
  expect(of('guest').length).toBeGreaterThan(0);
  expect(valid.filter(({ message }) => message.anonymousId === 'null').length).toBeGreaterThan(0);
});

test('the desk spells some customers otherwise than they do themselves', () => {
  const own = new Map(
    valid
      .filter(({ source, message }) => source === 'web' && message.traits?.['firstName'] !== undefined)
      .map(({ message }) => [message.userId, message.traits?.['firstName']]),
  );
  const desk = valid.filter(
    ({ source, message }) => source === 'crm' && message.traits?.['birthday'] !== undefined,
  );
  expect(desk.length).toBeGreaterThan(50);
  const otherwise = desk.filter(({ message }) => own.get(message.userId) !== message.traits?.['firstName']);
  expect(otherwise.length).toBeGreaterThan(10);
});

test('the featured customer has the same ids for every seed, several devices and a rich history', () => {
  for (const seed of [42, 7]) {
    const events = generateDemo({ seed, today: noon }).filter(
      ({ message }) => message.userId === featuredCustomer.userId,
    );
    const signUp = events.find(({ message }) => message.type === 'identify');
    expect(signUp?.message.traits).toMatchObject({ email: featuredCustomer.email, firstName: 'Ada' });
    expect(
      new Set(events.map(({ message }) => message.anonymousId).filter((id) => id !== undefined)).size,
    ).toBeGreaterThan(2);
    expect(named('Order Completed', events).length).toBeGreaterThan(3);
    expect(events.at(-1)?.message.timestamp.slice(0, 10)).toBe('2026-03-18');
    expect(events.length).toBeGreaterThan(80);
  }
});
