import { expect, test } from 'vitest';
import type { CompleteJourneyFiles, TransactionRow } from './files.ts';
import { toMessages } from './messages.ts';

const line = (row: Partial<TransactionRow>): TransactionRow => ({
  household_id: '7',
  store_id: '309',
  basket_id: '31625220889',
  product_id: '940996',
  quantity: '1',
  sales_value: '3.86',
  retail_disc: '0.43',
  coupon_disc: '0',
  coupon_match_disc: '0',
  transaction_timestamp: '2017-03-03T00:00:00Z',
  ...row,
});

const product = {
  product_id: '940996',
  manufacturer_id: '69',
  department: 'PASTRY',
  brand: 'Private',
  product_category: 'BREAD',
  product_type: 'BREAD:ITALIAN/FRENCH',
  package_size: '',
};

const files = (change: Partial<CompleteJourneyFiles>): CompleteJourneyFiles => ({
  transactions: [line({})],
  products: new Map([[product.product_id, product]]),
  demographics: [],
  campaigns: new Map([['9', { campaign_id: '9', campaign_type: 'Type B', start_date: '2017-03-03' }]]),
  campaignTouches: [],
  redemptions: [],
  ...change,
});

const ids = (change: Partial<CompleteJourneyFiles>): readonly string[] =>
  toMessages(files(change), null).messages.map(({ messageId }) => messageId);

test('a basket is one order at the earliest time of its lines, worth their sum to the cent', () => {
  const lines = [
    line({ sales_value: '0.1', transaction_timestamp: '2017-03-03T10:00:01Z' }),
    line({ sales_value: '0.2', product_id: 'unknown', quantity: '3' }),
    line({ sales_value: '4.440892e-16', quantity: '0' }),
  ];
  const [order, ...others] = toMessages(files({ transactions: lines }), null).messages;
  expect(others).toEqual([]);
  expect(order).toMatchObject({
    type: 'track',
    messageId: 'cj-order-31625220889',
    userId: '7',
    event: 'Order Completed',
    timestamp: '2017-03-03T00:00:00.000Z',
    properties: { order_id: '31625220889', currency: 'USD', revenue: 0.3, total: 0.3, discount: 1.29 },
  });
  expect(order?.properties?.['products']).toEqual([
    {
      product_id: '940996',
      name: 'BREAD:ITALIAN/FRENCH',
      category: 'BREAD',
      department: 'PASTRY',
      brand: 'Private',
      manufacturer_id: '69',
      quantity: 1,
      price: 0.1,
      sales_value: 0.1,
      retail_discount: 0.43,
      coupon_discount: 0,
      coupon_match_discount: 0,
    },
    expect.objectContaining({ product_id: 'unknown', quantity: 3, price: 0.0667, sales_value: 0.2 }),
    expect.objectContaining({ quantity: 0, price: 0, sales_value: 0 }),
  ]);
});

test('an order has no channel, and a basket id that looks like a number stays text', () => {
  const [order] = toMessages(files({ transactions: [line({ basket_id: '4.0128e+10' })] }), null).messages;
  expect(order?.context).not.toHaveProperty('campaign');
  expect(order?.messageId).toBe('cj-order-4.0128e+10');
  expect(order?.properties?.['order_id']).toBe('4.0128e+10');
});

test('a basket of two households is a fault in the files', () => {
  expect(() => ids({ transactions: [line({}), line({ household_id: '8' })] })).toThrow(
    'more than one household',
  );
});

test('a campaign is viewed at its start, its type is the channel', () => {
  const [promotion] = toMessages(
    files({ campaignTouches: [{ campaign_id: '9', household_id: '3' }] }),
    null,
  ).messages;
  expect(promotion).toMatchObject({
    messageId: 'cj-promotion-9-3',
    event: 'Promotion Viewed',
    userId: '3',
    timestamp: '2017-03-03T00:00:00.000Z',
    context: { campaign: { name: '9', medium: 'Type B' } },
  });
});

test('a touch of a campaign that is not described is a fault in the files', () => {
  expect(() => ids({ campaignTouches: [{ campaign_id: '99', household_id: '3' }] })).toThrow('campaign 99');
});

test('a redemption that repeats is two events of the channel Coupon', () => {
  const row = {
    household_id: '3',
    coupon_upc: '51380041013',
    campaign_id: '9',
    redemption_date: '2017-03-01',
  };
  const [first, second] = toMessages(files({ redemptions: [row, row] }), null).messages;
  expect(first).toMatchObject({
    messageId: 'cj-coupon-1',
    event: 'Coupon Applied',
    timestamp: '2017-03-01T00:00:00.000Z',
    properties: { coupon_id: '51380041013' },
    context: { campaign: { name: '9', medium: 'Coupon' } },
  });
  expect(second).toMatchObject({ messageId: 'cj-coupon-2', timestamp: first?.timestamp });
});

test('demographics are bands, known from the start; what is empty is left out', () => {
  const row = {
    household_id: '7',
    age: '65+',
    income: 'Under 15K',
    home_ownership: '',
    marital_status: '',
    household_size: '5+',
    household_comp: '2 Adults Kids',
    kids_count: '3+',
  };
  const [identify] = toMessages(files({ demographics: [row] }), null).messages;
  expect(identify).toMatchObject({ type: 'identify', messageId: 'cj-identify-7', userId: '7' });
  expect(identify?.timestamp).toBe('2017-03-03T00:00:00.000Z');
  expect(identify?.traits).toEqual({
    ageBand: '65+',
    incomeBand: 'Under 15K',
    householdSize: '5+',
    householdComposition: '2 Adults Kids',
    kidsCount: '3+',
  });
});

test('at one instant promotions come before coupons before orders, then numbers count, not their text', () => {
  const at = { transaction_timestamp: '2017-03-03T00:00:00Z' };
  const transactions = [line({ ...at, basket_id: '100' }), line({ ...at, basket_id: '99' })];
  const campaignTouches = ['10', '9'].map((household_id) => ({ campaign_id: '9', household_id }));
  const redemptions = [
    { household_id: '10', coupon_upc: '1', campaign_id: '9', redemption_date: '2017-03-03' },
    { household_id: '3', coupon_upc: '1', campaign_id: '9', redemption_date: '2017-03-02' },
  ];
  expect(ids({ transactions, campaignTouches, redemptions })).toEqual([
    'cj-coupon-2',
    'cj-promotion-9-9',
    'cj-promotion-9-10',
    'cj-coupon-1',
    'cj-order-99',
    'cj-order-100',
  ]);
});

test('the first event of each household alone states the assumed consent', () => {
  const transactions = [line({}), line({ basket_id: '2' }), line({ basket_id: '3', household_id: '8' })];
  const { messages } = toMessages(files({ transactions }), null);
  const stated = messages.filter(({ context }) => context?.['consent'] !== undefined);
  expect(stated.map(({ userId }) => userId)).toEqual(['7', '8']);
});

test('shifting moves every event by the same whole days and ends today', () => {
  const transactions = [line({}), line({ basket_id: '2', transaction_timestamp: '2017-03-05T21:00:00Z' })];
  const { messages, shiftedByDays } = toMessages(files({ transactions }), Date.parse('2026-05-10T08:00:00Z'));
  expect(shiftedByDays).toBe(3_352);
  expect(messages.map(({ timestamp }) => timestamp)).toEqual([
    '2026-05-07T00:00:00.000Z',
    '2026-05-09T21:00:00.000Z',
  ]);
});
