import { ScoringInputError } from '../errors.ts';
import { requireAtLeast } from '../require.ts';
import { checkBgNbdModel, type BgNbdModel } from './bg-nbd-model.ts';
import { probabilityAlive } from './probability-alive.ts';
import { checkPurchaseHistory, type PurchaseHistory } from './purchase-history.ts';

const MOST_TERMS = 2_000_000;

/**
 * Purchases that a customer with this history is expected to make in the next `time` (unit of the history): equation 10
 * of Fader, Hardie and Lee (2005), and equation 9 where the history is that of a new customer.
 *
 * The paper writes it with a 2F1 that grows without bound, times a power that vanishes, over a - 1. Here the same value is
 * a sum of positive terms. Purchases that a customer who never left would make in `time` are negative binomial; the one
 * after the next j happens if there are more than j of them and she stayed through j. So the sum over j of
 * P(N > j) E[(1 - p)^j] is exact, has no pole at a = 1 and cancels nothing.
 */
export function expectedPurchases(model: BgNbdModel, history: PurchaseHistory, time: number): number {
  checkPurchaseHistory(history);
  return probabilityAlive(model, history) * whileAlive(model, history, time);
}

function whileAlive(model: BgNbdModel, { repeats, age }: PurchaseHistory, time: number): number {
  checkBgNbdModel(model);
  requireAtLeast('time', time, 0);
  if (time === 0) return 0;
  const shape = model.r + repeats;
  const stay = model.b + repeats;
  const z = time / (model.alpha + age + time);
  let logMass = shape * Math.log1p(-z);
  let more = -Math.expm1(logMass);
  let stayed = 1;
  let sum = 0;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    sum += more * stayed;
    const ratio = ((shape + n) / (n + 1)) * z;
    logMass += Math.log(ratio);
    const mass = Math.exp(logMass);
    more = Math.max(0, more - mass);
    stayed *= (stay + n) / (model.a + stay + n);
    // once the ratio is below 1 it bounds what is left by a geometric series
    if (ratio < 1 && (mass / (1 - ratio) ** 2) * stayed <= Number.EPSILON * sum) return sum;
  }
  throw new ScoringInputError('time', `short enough for ${MOST_TERMS} terms`, time);
}
