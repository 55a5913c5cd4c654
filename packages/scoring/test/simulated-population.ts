import type { BgNbdModel, GammaGammaModel, PurchaseHistory, Spend } from '../src/index.ts';
import { seededDraws } from './random.ts';

export interface Simulated extends PurchaseHistory {
  /** Purchases in the `later` units of time after the history. */
  readonly later: number;
}

export interface Population {
  readonly customers: number;
  readonly seed: number;
  readonly age: number;
  readonly later: number;
}

/** Customers who buy and leave as the BG/NBD model says. */
export function simulateBuyers(
  model: BgNbdModel,
  { customers, seed, age, later }: Population,
): readonly Simulated[] {
  const draws = seededDraws(seed);
  return Array.from({ length: customers }, () => {
    const rate = draws.gamma(model.r, model.alpha);
    const leave = draws.beta(model.a, model.b);
    const ownAge = age * (0.5 + draws.uniform() / 2);
    const times: number[] = [];
    for (let at = draws.exponential(rate); at <= ownAge + later; at += draws.exponential(rate)) {
      times.push(at);
      if (draws.uniform() < leave) break;
    }
    const seen = times.filter((at) => at <= ownAge);
    return {
      repeats: seen.length,
      recency: seen.at(-1) ?? 0,
      age: ownAge,
      later: times.length - seen.length,
    };
  });
}

/** Customers whose mean spend varies as the Gamma-Gamma model says. */
export function simulateSpenders(model: GammaGammaModel, customers: number, seed: number): readonly Spend[] {
  const draws = seededDraws(seed);
  return Array.from({ length: customers }, () => {
    const repeats = 1 + Math.floor(draws.uniform() * 8);
    const rate = draws.gamma(model.q, model.v);
    return { repeats, averageValue: draws.gamma(model.p * repeats, rate) / repeats };
  });
}
