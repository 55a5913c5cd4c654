import { requireAtLeast, requireWhole } from '../require.ts';
import { ScoringInputError } from '../errors.ts';

/** What the purchase models know of a customer: all three in one unit of time, which the model's parameters then share. */
export interface PurchaseHistory {
  /** Purchases after the first one: 0 is somebody who bought once. */
  readonly repeats: number;
  /** Time from the first to the last purchase; 0 without repeats. */
  readonly recency: number;
  /** Time from the first purchase to now. */
  readonly age: number;
}

/** Throws `ScoringInputError` unless 0 <= recency <= age, and repeats and recency are both 0 or both above it. */
export function checkPurchaseHistory({ repeats, recency, age }: PurchaseHistory): void {
  requireWhole('repeats', repeats, 0);
  requireAtLeast('recency', recency, 0);
  requireAtLeast('age', age, 0);
  if (recency > age) throw new ScoringInputError('recency', `no longer than age (${age})`, recency);
  if (repeats === 0 && recency > 0)
    throw new ScoringInputError('recency', '0 without repeat purchases', recency);
  if (repeats > 0 && recency === 0)
    throw new ScoringInputError('recency', 'above 0 with repeat purchases', recency);
}
