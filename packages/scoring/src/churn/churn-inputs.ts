import { requirePositive } from '../require.ts';
import type { BgNbdModel } from '../lifetime/bg-nbd-model.ts';
import { probabilityAlive, probabilityOfNoPurchase } from '../lifetime/probability-alive.ts';
import type { PurchaseHistory } from '../lifetime/purchase-history.ts';

/** What a churn risk is made of; times are in the model's unit. */
export interface ChurnInputs {
  /** How far ahead is asked. */
  readonly horizon: number;
  /** Probability that the customer has not left for good. */
  readonly probabilityAlive: number;
  /** Probability that she buys nothing within the horizon, gone or not. */
  readonly noPurchase: number;
  /** Time since her last purchase. */
  readonly silence: number;
  /** Time between two purchases that is usual for her. */
  readonly usualInterval: number;
  /** Silence in usual intervals: 1 is a purchase just due. */
  readonly overdue: number;
}

/**
 * The inputs of a churn risk. The usual interval is the inverse of the posterior mean rate at the last purchase,
 * (alpha + recency) / (r + repeats): the customer's own interval, drawn to that of all while she has bought little.
 */
export function churnInputs(model: BgNbdModel, history: PurchaseHistory, horizon: number): ChurnInputs {
  requirePositive('horizon', horizon);
  const alive = probabilityAlive(model, history);
  const silence = history.age - history.recency;
  const usualInterval = (model.alpha + history.recency) / (model.r + history.repeats);
  return {
    horizon,
    probabilityAlive: alive,
    noPurchase: probabilityOfNoPurchase(model, history, horizon),
    silence,
    usualInterval,
    overdue: silence / usualInterval,
  };
}
