import { ScoringInputError } from '../errors.ts';
import { requireFinite, requirePositive } from '../require.ts';
import type { PurchaseHistory } from './purchase-history.ts';

export interface Order {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Amount of money, in one currency for all orders. */
  readonly value: number;
}

export interface OrderSummary extends PurchaseHistory {
  /** Mean money of a repeat purchase; null without repeats. */
  readonly averageValue: number | null;
}

export interface SummariseOptions {
  /** Now, in milliseconds since the epoch; a later order is an error. */
  readonly asOf: number;
  /** Milliseconds of one unit of time; default a week. */
  readonly unit?: number;
  /** Orders within one grain are one purchase, as the models know no two at once; default a day of UTC. */
  readonly grain?: number;
}

const DAY = 86_400_000;

/** One customer's orders as the purchase models want them; null when there are none. The order of `orders` is free. */
export function summariseOrders(
  orders: readonly Order[],
  { asOf, unit = 7 * DAY, grain = DAY }: SummariseOptions,
): OrderSummary | null {
  requireFinite('asOf', asOf);
  requirePositive('unit', unit);
  requirePositive('grain', grain);
  const purchases = new Map<number, number>();
  for (const { at, value } of orders) {
    requireFinite('orders.at', at);
    requireFinite('orders.value', value);
    if (at > asOf) throw new ScoringInputError('orders.at', `no later than asOf (${asOf})`, at);
    const moment = Math.floor(at / grain) * grain;
    purchases.set(moment, (purchases.get(moment) ?? 0) + value);
  }
  const [first, ...repeats] = [...purchases].toSorted(([a], [b]) => a - b);
  if (first === undefined) return null;
  const last = repeats.at(-1) ?? first;
  const spent = repeats.reduce((sum, [, value]) => sum + value, 0);
  return {
    repeats: repeats.length,
    recency: (last[0] - first[0]) / unit,
    age: (Math.floor(asOf / grain) * grain - first[0]) / unit,
    averageValue: repeats.length === 0 ? null : spent / repeats.length,
  };
}
