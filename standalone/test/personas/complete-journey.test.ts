import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCompleteJourney } from '../../src/loaders/complete-journey/files.ts';
import { toMessages } from '../../src/loaders/complete-journey/messages.ts';
import type { TrackingMessage } from '../../src/loaders/tracking-message.ts';
import { absent, publicData } from '../public-data.ts';
import { openSegmentFixture, type SegmentTenant } from '../segments/segment-fixture.ts';
import { archetypes, changeArchetype, describeProfile, score, type Run } from './scoring-requests.ts';

/** The public data take minutes: a lane of CI sets it. */
const isAsked = process.env['REAL_INPUT'] === '1';
const directory = publicData('complete-journey');
const reason = isAsked ? absent(directory) : ' (skipped: needs REAL_INPUT=1)';
const LOADING_MS = 10 * 60 * 1_000;
const NEW_YEAR = '2018-01-01T05:00:00.000Z';
const HOUSEHOLDS = 2_377;

const fresh = ['PRODUCE', 'MEAT', 'MEAT-PCKGD', 'SEAFOOD', 'SEAFOOD-PCKGD', 'DELI', 'SALAD BAR'];
const lines = { of: 'orders', each: 'properties.products' };

/** What a grocer asks of its households. */
const settings = {
  computedTraits: [
    { name: 'orders', of: 'orders', kind: 'counter' },
    { name: 'revenue', of: 'orders', kind: 'sum', value: '@value' },
    { name: 'cardDiscount', ...lines, kind: 'sum', value: 'retail_discount' },
    { name: 'lines', ...lines, kind: 'counter' },
    { name: 'ownBrandLines', ...lines, kind: 'counter', where: { path: 'brand', in: ['Private'] } },
    { name: 'freshLines', ...lines, kind: 'counter', where: { path: 'department', in: fresh } },
    { name: 'coupons', of: { event: 'Coupon Applied' }, kind: 'counter' },
  ],
  personaFeatures: [
    {
      name: 'baskets',
      label: 'baskets in a year',
      high: 'frequent',
      low: 'occasional',
      scale: 'log',
      of: 'orders',
    },
    {
      name: 'basketValue',
      label: 'money of a basket',
      high: 'big-basket',
      low: 'small-basket',
      scale: 'log',
      of: 'revenue',
      per: ['orders'],
    },
    {
      name: 'discount',
      label: 'share taken off by the loyalty card',
      high: 'deal-seeking',
      low: 'full-price',
      scale: 'linear',
      of: 'cardDiscount',
      per: ['cardDiscount', 'revenue'],
    },
    {
      name: 'ownBrand',
      label: 'share of own brands',
      high: 'own-brand',
      low: 'branded',
      scale: 'linear',
      of: 'ownBrandLines',
      per: ['lines'],
    },
    {
      name: 'fresh',
      label: 'share of fresh food',
      high: 'fresh-food',
      low: 'packaged-food',
      scale: 'linear',
      of: 'freshLines',
      per: ['lines'],
    },
    {
      name: 'redemptions',
      label: 'coupons redeemed',
      high: 'coupon-using',
      low: 'coupon-shy',
      scale: 'log',
      of: 'coupons',
    },
  ],
};

interface Household {
  readonly orders: number;
  readonly lastAt: number;
  readonly cents: number;
}

/** Orders of each household, counted over the messages themselves. */
function countHouseholds(messages: readonly TrackingMessage[]): ReadonlyMap<string, Household> {
  const households = new Map<string, Household>();
  for (const message of messages) {
    if (message.event !== 'Order Completed') continue;
    const id = String(message.userId);
    const { orders = 0, lastAt = 0, cents = 0 } = households.get(id) ?? {};
    const revenue = Math.round(Number(message.properties?.['revenue']) * 100);
    const at = Date.parse(message.timestamp);
    households.set(id, { orders: orders + 1, lastAt: Math.max(lastAt, at), cents: cents + revenue });
  }
  return households;
}

/** The fifth that a value lies in among all: by how many are below it and half of those equal to it. */
function fifth(values: readonly number[], value: number): number {
  const below = values.filter((one) => one < value).length;
  const equal = values.filter((one) => one === value).length;
  return Math.min(5, Math.floor((5 * (below + equal / 2)) / values.length) + 1);
}

describe.skipIf(!isAsked || directory === null)(`Complete Journey${reason}`, () => {
  let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
  let tenant: SegmentTenant;
  let households: ReadonlyMap<string, Household>;
  let run: Run;

  beforeAll(async () => {
    fixture = await openSegmentFixture();
    tenant = await fixture.tenant('complete-journey');
    const { messages } = toMessages(await readCompleteJourney(directory ?? ''), null);
    households = countHouseholds(messages);
    for (const [configuration, value] of Object.entries(settings))
      await tenant.configure(configuration, value);
    for (let start = 0; start < messages.length; start += 400) {
      await tenant.tell(
        ...messages.slice(start, start + 400).map((message) => ({
          who: { user_id: String(message.userId) },
          kind: message.type === 'identify' ? ('identify' as const) : ('track' as const),
          ...(message.event === undefined ? {} : { event: message.event }),
          at: Date.parse(message.timestamp),
          messageId: message.messageId,
          properties: message.properties ?? {},
        })),
      );
      if (start % 8_000 === 0) await tenant.settled();
    }
    await tenant.settled();
    run = await score(
      tenant,
      { idempotencyKey: 'first', asOf: NEW_YEAR, proposeArchetypes: true },
      LOADING_MS,
    );
  }, LOADING_MS);
  afterAll(() => fixture.close());

  test('the run scores everybody and fits every model', () => {
    expect(run).toMatchObject({ status: 'SUCCEEDED', error: null, warnings: [] });
  });

  test('recency, frequency and value are those of an independent count', async () => {
    const all = [...households.values()];
    const ids = [...households.keys()].toSorted().filter((_, place) => place % 60 === 0);
    const checked = await Promise.all(
      ids.map(async (id) => {
        const { scores } = await describeProfile(tenant, await tenant.profileOf('user_id', id));
        return { id, scores };
      }),
    );
    const wanted = ids.map((id) => {
      const { orders, lastAt, cents } = households.get(id) ?? { orders: 0, lastAt: 0, cents: 0 };
      return {
        id,
        scores: expect.objectContaining({
          recency: fifth(
            all.map((one) => one.lastAt),
            lastAt,
          ),
          frequency: fifth(
            all.map((one) => one.orders),
            orders,
          ),
          monetary: fifth(
            all.map((one) => one.cents),
            cents,
          ),
        }),
      };
    });
    expect(ids.length).toBeGreaterThan(30);
    expect(checked).toEqual(wanted);
  });

  test(
    'six personas are proposed of all households, and matched when they are accepted',
    async () => {
      const proposed = await archetypes(tenant);
      process.stdout.write(`${proposed.map(({ size, name }) => `${size} ${name}`).join('\n')}\n`);
      expect(proposed).toHaveLength(6);
      expect(proposed.reduce((sum, { size }) => sum + size, 0)).toBe(HOUSEHOLDS);
      for (const { code, name, summary } of proposed)
        await changeArchetype(tenant, 'save', { code, name, summary });
      await score(tenant, { idempotencyKey: 'second', asOf: NEW_YEAR }, LOADING_MS);
      const matched = await archetypes(tenant);
      expect(matched.reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(HOUSEHOLDS * 0.85);
      expect(matched.map(({ size }) => size).filter((size) => size > HOUSEHOLDS * 0.03)).toHaveLength(6);
    },
    LOADING_MS,
  );

  test('lifetime values sum to about what all households spent in the year', async () => {
    const spent = [...households.values()].reduce((sum, { cents }) => sum + cents, 0);
    const { rows } = await fixture.database.inTenant('complete-journey', (trx) =>
      sql<{ readonly cents: number }>`select s.lifetime_value as cents
        from segment.scoring_head h join segment.profile_score s on s.run_id = h.current_run_id
        where s.lifetime_value is not null`.execute(trx),
    );
    const expected = rows.reduce((sum, { cents }) => sum + cents, 0);
    process.stdout.write(`spent ${spent / 100}, expected over the next year ${expected / 100}\n`);
    expect(rows.length).toBeGreaterThan(HOUSEHOLDS * 0.95);
    expect(rows.length).toBeLessThanOrEqual(HOUSEHOLDS);
    expect(expected / spent).toBeGreaterThan(0.7);
    expect(expected / spent).toBeLessThan(1.3);
  });
});
