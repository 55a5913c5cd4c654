import type { SeedEvent } from '../../seed-journeys.ts';
import { readCsv } from './csv.ts';

interface Entry {
  readonly event: SeedEvent;
  readonly kind: 0 | 1 | 2;
  /** Campaign id or basket id. */
  readonly number: number;
}

const startOfDay = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Complete Journey as events, in log order (JOURNEYS rules 34 to 36). */
export function completeJourney(): readonly SeedEvent[] {
  return [...promotions(), ...coupons(), ...orders()]
    .toSorted(
      (a, b) =>
        a.event.at - b.event.at ||
        a.kind - b.kind ||
        a.number - b.number ||
        Number(a.event.profileId) - Number(b.event.profileId),
    )
    .map(({ event }) => event);
}

function promotions(): readonly Entry[] {
  const described = readCsv<'campaign_id' | 'campaign_type' | 'start_date'>(
    'complete-journey/campaign_descriptions.csv.gz',
  );
  const campaigns = new Map(described.map((row) => [row.campaign_id, row]));
  return readCsv<'campaign_id' | 'household_id'>('complete-journey/campaigns.csv.gz').map((row) => {
    const campaign = campaigns.get(row.campaign_id);
    if (campaign === undefined) throw new Error(`campaign ${row.campaign_id} is not described`);
    const { campaign_type: channel, start_date: start } = campaign;
    return {
      kind: 0,
      number: Number(row.campaign_id),
      event: {
        profileId: row.household_id,
        at: startOfDay(start),
        step: 'Promotion Viewed',
        channel,
        campaign: row.campaign_id,
      },
    };
  });
}

function coupons(): readonly Entry[] {
  const rows = readCsv<'household_id' | 'campaign_id' | 'redemption_date'>(
    'complete-journey/coupon_redemptions.csv.gz',
  );
  return rows.map((row) => ({
    kind: 1,
    number: Number(row.campaign_id),
    event: {
      profileId: row.household_id,
      at: startOfDay(row.redemption_date),
      step: 'Coupon Applied',
      channel: 'Coupon',
      campaign: row.campaign_id,
    },
  }));
}

function orders(): readonly Entry[] {
  const lines = readCsv<'household_id' | 'basket_id' | 'sales_value' | 'transaction_timestamp'>(
    'complete-journey/transactions_sample.csv.gz',
  );
  return [...Map.groupBy(lines, (line) => line.basket_id)].map(([basket, own]) => ({
    kind: 2,
    number: Number(basket),
    event: {
      profileId: own[0]?.household_id ?? '',
      at: Math.min(...own.map((line) => Date.parse(line.transaction_timestamp))),
      step: 'Order Completed',
      value: own.reduce((cents, line) => cents + Math.round(Number(line.sales_value) * 100), 0),
    },
  }));
}
