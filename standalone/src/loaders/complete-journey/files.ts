import { readCsvFile } from '../csv-file.ts';

const columns = {
  transactions: [
    'household_id',
    'store_id',
    'basket_id',
    'product_id',
    'quantity',
    'sales_value',
    'retail_disc',
    'coupon_disc',
    'coupon_match_disc',
    'transaction_timestamp',
  ],
  products: [
    'product_id',
    'manufacturer_id',
    'department',
    'brand',
    'product_category',
    'product_type',
    'package_size',
  ],
  demographics: [
    'household_id',
    'age',
    'income',
    'home_ownership',
    'marital_status',
    'household_size',
    'household_comp',
    'kids_count',
  ],
  campaignTouches: ['campaign_id', 'household_id'],
  campaigns: ['campaign_id', 'campaign_type', 'start_date'],
  redemptions: ['household_id', 'coupon_upc', 'campaign_id', 'redemption_date'],
} as const;

type Row<Name extends keyof typeof columns> = Readonly<Record<(typeof columns)[Name][number], string>>;

export type TransactionRow = Row<'transactions'>;
export type ProductRow = Row<'products'>;
export type DemographicsRow = Row<'demographics'>;
export type CampaignRow = Row<'campaigns'>;
export type CampaignTouchRow = Row<'campaignTouches'>;
export type RedemptionRow = Row<'redemptions'>;

export interface CompleteJourneyFiles {
  readonly transactions: readonly TransactionRow[];
  readonly products: ReadonlyMap<string, ProductRow>;
  readonly demographics: readonly DemographicsRow[];
  readonly campaigns: ReadonlyMap<string, CampaignRow>;
  readonly campaignTouches: readonly CampaignTouchRow[];
  readonly redemptions: readonly RedemptionRow[];
}

/** Reads the six files of the data set, every value as its text. */
export async function readCompleteJourney(directory: string): Promise<CompleteJourneyFiles> {
  const read = async <Name extends keyof typeof columns>(
    file: string,
    name: Name,
  ): Promise<readonly Row<Name>[]> =>
    readCsvFile<(typeof columns)[Name][number]>(directory, file, columns[name]);
  const [transactions, products, demographics, campaigns, campaignTouches, redemptions] = await Promise.all([
    read('transactions_sample', 'transactions'),
    read('products', 'products'),
    read('demographics', 'demographics'),
    read('campaign_descriptions', 'campaigns'),
    read('campaigns', 'campaignTouches'),
    read('coupon_redemptions', 'redemptions'),
  ]);
  return {
    transactions,
    products: new Map(products.map((row) => [row.product_id, row])),
    demographics,
    campaigns: new Map(campaigns.map((row) => [row.campaign_id, row])),
    campaignTouches,
    redemptions,
  };
}
