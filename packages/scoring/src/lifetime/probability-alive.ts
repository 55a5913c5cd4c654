import { requireAtLeast } from '../require.ts';
import { checkBgNbdModel, type BgNbdModel } from './bg-nbd-model.ts';
import { checkPurchaseHistory, type PurchaseHistory } from './purchase-history.ts';

/**
 * Probability (0 to 1) that the customer has not left for good, given her history (Fader, Hardie and Lee 2008, "Computing
 * P(alive) Using the BG/NBD Model"). The model lets nobody leave before her first repeat, so it is 1 without repeats.
 */
export function probabilityAlive(model: BgNbdModel, history: PurchaseHistory): number {
  checkBgNbdModel(model);
  checkPurchaseHistory(history);
  const { r, alpha, a, b } = model;
  const { repeats, recency, age } = history;
  if (repeats === 0) return 1;
  const logOdds =
    Math.log(a) -
    Math.log(b + repeats - 1) +
    (r + repeats) * (Math.log(alpha + age) - Math.log(alpha + recency));
  return 1 / (1 + Math.exp(logOdds));
}

/**
 * Probability (0 to 1) that the customer buys nothing in the next `time` (unit of the history): she has left, or she is
 * alive and her rate, gamma distributed with shape r + repeats and rate alpha + age, gives no purchase that long.
 */
export function probabilityOfNoPurchase(model: BgNbdModel, history: PurchaseHistory, time: number): number {
  requireAtLeast('time', time, 0);
  const alive = probabilityAlive(model, history);
  const buying = -Math.expm1(-(model.r + history.repeats) * Math.log1p(time / (model.alpha + history.age)));
  return 1 - alive * buying;
}
