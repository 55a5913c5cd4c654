import { formatCents, toCents } from '../money.ts';
import type { TrackingMessage } from '../tracking-message.ts';
import type { CompleteJourneyFiles } from './files.ts';

export interface CompleteJourneyCounts {
  readonly orders: number;
  readonly lineItems: number;
  readonly valueCents: number;
  readonly buyingHouseholds: number;
  readonly identifies: number;
  readonly promotions: number;
  readonly coupons: number;
}

/** What the rows of the files add up to; shares no code with the making of events. */
export function countFiles(files: CompleteJourneyFiles): CompleteJourneyCounts {
  const { transactions, demographics, campaignTouches, redemptions } = files;
  return {
    orders: new Set(transactions.map((row) => row.basket_id)).size,
    lineItems: transactions.length,
    valueCents: transactions.reduce((cents, row) => cents + toCents(row.sales_value), 0),
    buyingHouseholds: new Set(transactions.map((row) => row.household_id)).size,
    identifies: demographics.length,
    promotions: campaignTouches.length,
    coupons: redemptions.length,
  };
}

/** Counts events as they are acknowledged. */
export class StoredCounts {
  readonly #households = new Set<string>();
  #orders = 0;
  #lineItems = 0;
  #valueCents = 0;
  #identifies = 0;
  #promotions = 0;
  #coupons = 0;

  add(message: TrackingMessage): void {
    if (message.type === 'identify') this.#identifies += 1;
    else if (message.event === 'Promotion Viewed') this.#promotions += 1;
    else if (message.event === 'Coupon Applied') this.#coupons += 1;
    else if (message.event === 'Order Completed') this.#addOrder(message);
  }

  #addOrder({ userId, properties }: TrackingMessage): void {
    const { products, revenue } = properties ?? {};
    this.#orders += 1;
    this.#lineItems += Array.isArray(products) ? products.length : 0;
    this.#valueCents += toCents(JSON.stringify(revenue));
    this.#households.add(String(userId));
  }

  total(): CompleteJourneyCounts {
    return {
      orders: this.#orders,
      lineItems: this.#lineItems,
      valueCents: this.#valueCents,
      buyingHouseholds: this.#households.size,
      identifies: this.#identifies,
      promotions: this.#promotions,
      coupons: this.#coupons,
    };
  }
}

/** Throws, naming each count that differs. */
export function verifyCounts(stored: CompleteJourneyCounts, files: CompleteJourneyCounts): void {
  const names = Object.keys(files) as (keyof CompleteJourneyCounts)[];
  const differences = names.filter((name) => stored[name] !== files[name]);
  if (differences.length === 0) return;
  const list = differences.map((name) => `${name}: ${stored[name]} stored, ${files[name]} in the files`);
  throw new Error(`the stored events do not match the files: ${list.join('; ')}`);
}

/** One line for a person: what arrived. */
export function describeCounts(counts: CompleteJourneyCounts): string {
  const n = (count: number): string => count.toLocaleString('en-US');
  return (
    `${n(counts.orders)} orders with ${n(counts.lineItems)} line items worth ${formatCents(counts.valueCents)} ` +
    `of ${n(counts.buyingHouseholds)} households, ${n(counts.identifies)} identifies, ` +
    `${n(counts.promotions)} promotions, ${n(counts.coupons)} coupons`
  );
}
