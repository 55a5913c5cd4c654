import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { FeatureDefinition, FeatureRow } from '../src/index.ts';

const directory = join(import.meta.dirname, '../../../../shared/data/complete-journey');

/** Clustering all households takes a minute: a lane of CI asks for it. */
export const isCompleteJourneyAsked = existsSync(directory) && process.env['REAL_INPUT'] === '1';

/** What sets households apart, over the one year of the data. */
export const householdFeatures: readonly FeatureDefinition[] = [
  { name: 'baskets', label: 'baskets in a year', high: 'frequent', low: 'occasional', scale: 'log' },
  { name: 'basketValue', label: 'money of a basket', high: 'big-basket', low: 'small-basket', scale: 'log' },
  {
    name: 'discount',
    label: 'share taken off by the loyalty card',
    high: 'deal-seeking',
    low: 'full-price',
    scale: 'linear',
  },
  { name: 'ownBrand', label: 'share of own brands', high: 'own-brand', low: 'branded', scale: 'linear' },
  { name: 'fresh', label: 'share of fresh food', high: 'fresh-food', low: 'packaged-food', scale: 'linear' },
  { name: 'redemptions', label: 'coupons redeemed', high: 'coupon-using', low: 'coupon-shy', scale: 'log' },
];

const freshDepartments = new Set([
  'PRODUCE',
  'MEAT',
  'MEAT-PCKGD',
  'SEAFOOD',
  'SEAFOOD-PCKGD',
  'DELI',
  'SALAD BAR',
]);

interface Household {
  readonly baskets: Set<string>;
  spent: number;
  off: number;
  lines: number;
  ownBrand: number;
  fresh: number;
}

/** The features of each household that bought anything. */
export function readHouseholds(): readonly FeatureRow[] {
  const products = new Map(rows('products').map((product) => [product['product_id'], product]));
  const households = new Map<string, Household>();
  for (const line of rows('transactions_sample')) {
    const id = line['household_id'] ?? '';
    const own = households.get(id) ?? {
      baskets: new Set(),
      spent: 0,
      off: 0,
      lines: 0,
      ownBrand: 0,
      fresh: 0,
    };
    const product = products.get(line['product_id']);
    own.baskets.add(line['basket_id'] ?? '');
    own.spent += Number(line['sales_value']);
    own.off += Number(line['retail_disc']);
    own.lines += 1;
    own.ownBrand += Number(product?.['brand'] === 'Private');
    own.fresh += Number(freshDepartments.has(product?.['department'] ?? ''));
    households.set(id, own);
  }
  const redemptions = new Map<string, number>();
  for (const { household_id: id = '' } of rows('coupon_redemptions')) {
    redemptions.set(id, (redemptions.get(id) ?? 0) + 1);
  }
  return [...households].map(([id, household]) => ({
    id,
    features: featuresOf(household, redemptions.get(id) ?? 0),
  }));
}

function featuresOf({ baskets, spent, off, lines, ownBrand, fresh }: Household, redemptions: number) {
  return {
    baskets: baskets.size,
    basketValue: spent / baskets.size,
    discount: spent + off === 0 ? 0 : off / (spent + off),
    ownBrand: ownBrand / lines,
    fresh: fresh / lines,
    redemptions,
  };
}

function rows(file: string): readonly Readonly<Record<string, string>>[] {
  return parse(gunzipSync(readFileSync(join(directory, `${file}.csv.gz`))), { columns: true });
}
