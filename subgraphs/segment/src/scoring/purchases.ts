import type { Features, OrderSummary, PurchaseHistory } from '@customer360/scoring';

/** What a run knows of a profile as of its moment. Times are milliseconds. */
export interface ProfilePurchases {
  /** Whether we know who it is: a user id, an e-mail address or a phone number, not a device alone. */
  readonly hasIdentity: boolean;
  readonly orders: number;
  /** Money of all orders in minor units of currency. */
  readonly value: number;
  readonly lastOrderAt: number | null;
  /** In weeks and units of currency; null without orders. */
  readonly history: OrderSummary | null;
  /** Null without orders: who bought nothing has no persona. */
  readonly features: Features | null;
  /** As the profile was one churn horizon earlier, and whether it bought since; null when it had not bought by then. */
  readonly past: (PurchaseHistory & { readonly bought: boolean }) | null;
}

const DAY = 86_400_000;
export const WEEK = 7 * DAY;

/** How far ahead a churn risk looks, in weeks. */
export const CHURN_WEEKS = 13;

/** How far ahead a lifetime value looks, in weeks. */
export const LIFETIME_WEEKS = 52;
