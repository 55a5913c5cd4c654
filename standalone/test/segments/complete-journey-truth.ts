import { readCompleteJourney } from '../../src/loaders/complete-journey/files.ts';

const DAY = 86_400_000;

/** What a household did, by time, in milliseconds of the data set's own calendar. */
export interface Household {
  readonly id: string;
  /** One for each basket, at the time of its earliest line. */
  readonly orders: readonly number[];
  /** Starts of the campaigns that addressed it. */
  readonly touches: readonly number[];
  readonly redemptions: readonly number[];
}

/** Every household of the files, read row by row and grouped without the loader's messages. */
export async function readHouseholds(directory: string): Promise<readonly Household[]> {
  const files = await readCompleteJourney(directory);
  const baskets = new Map<string, { readonly household: string; time: number }>();
  for (const line of files.transactions) {
    const time = Date.parse(line.transaction_timestamp);
    const basket = baskets.get(line.basket_id);
    if (basket === undefined) baskets.set(line.basket_id, { household: line.household_id, time });
    else basket.time = Math.min(basket.time, time);
  }
  const orders = Map.groupBy(baskets.values(), ({ household }) => household);
  const touches = Map.groupBy(files.campaignTouches, (touch) => touch.household_id);
  const redemptions = Map.groupBy(files.redemptions, (row) => row.household_id);
  const ids = new Set([
    ...orders.keys(),
    ...touches.keys(),
    ...redemptions.keys(),
    ...files.demographics.map((row) => row.household_id),
  ]);
  return [...ids].map((id) => ({
    id,
    orders: (orders.get(id) ?? []).map(({ time }) => time),
    touches: (touches.get(id) ?? []).map((touch) =>
      Date.parse(files.campaigns.get(touch.campaign_id)?.start_date ?? ''),
    ),
    redemptions: (redemptions.get(id) ?? []).map((row) => Date.parse(row.redemption_date)),
  }));
}

/** Households of which one redemption comes after a touch, both within some days until a moment. */
export function countResponders(
  households: readonly Household[],
  { at, days }: { readonly at: number; readonly days: number },
): number {
  const isInside = (time: number) => time > at - days * DAY && time <= at;
  return households.filter(({ touches, redemptions }) =>
    touches
      .filter(isInside)
      .some((touch) => redemptions.filter(isInside).some((redemption) => redemption > touch)),
  ).length;
}

/** Households without an order for 60 days that had at least five in the 90 days before. */
export function countLapsed(households: readonly Household[], at: number): number {
  const quiet = at - 60 * DAY;
  return households.filter(({ orders }) => {
    const known = orders.filter((time) => time <= at);
    const isQuiet = !known.some((time) => time > quiet);
    return isQuiet && known.filter((time) => time > quiet - 90 * DAY && time <= quiet).length >= 5;
  }).length;
}
