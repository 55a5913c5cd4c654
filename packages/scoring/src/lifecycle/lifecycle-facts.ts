import { ScoringInputError } from '../errors.ts';
import type { RfmScores } from '../rfm/rfm-cell.ts';
import { requireAtLeast, requireShare, requireWhole } from '../require.ts';

export type LifecycleStage = 'prospect' | 'lead' | 'customer' | 'vip' | 'dormant' | 'churn_risk';

/** What a lifecycle stage is decided on. */
export interface LifecycleFacts {
  /** Whether we know who it is: a user id, an e-mail address or a phone number, not a device alone. */
  readonly hasIdentity: boolean;
  readonly orders: number;
  /** Days since the last order; null without orders. */
  readonly daysSinceOrder: number | null;
  /** Scores 1 to 5; null where the tenant has none. */
  readonly rfm: RfmScores | null;
  /** 0 to 1; null where no purchase model could be fitted. */
  readonly churnRisk: number | null;
}

export interface LifecycleLimits {
  /** Days without an order after which a customer is dormant. */
  readonly dormantAfterDays: number;
  /** Risk from which a customer is at risk, 0 to 1. */
  readonly churnRiskFrom: number;
  /** Least frequency and monetary score of a VIP, 1 to 5. */
  readonly vipScoreFrom: number;
  /** Orders below which nobody is a VIP, so that small tenants do not crown a first order. */
  readonly vipOrdersFrom: number;
}

export const defaultLifecycleLimits: LifecycleLimits = {
  dormantAfterDays: 365,
  churnRiskFrom: 0.8,
  vipScoreFrom: 4,
  vipOrdersFrom: 3,
};

/** Throws `ScoringInputError` for facts that contradict each other or lie outside their range. */
export function checkLifecycleFacts({ orders, daysSinceOrder, churnRisk }: LifecycleFacts): void {
  requireWhole('orders', orders, 0);
  if (orders > 0 && daysSinceOrder === null)
    throw new ScoringInputError('daysSinceOrder', 'given with orders', null);
  if (orders === 0 && daysSinceOrder !== null) {
    throw new ScoringInputError('daysSinceOrder', 'null without orders', daysSinceOrder);
  }
  if (daysSinceOrder !== null) requireAtLeast('daysSinceOrder', daysSinceOrder, 0);
  if (churnRisk !== null) requireShare('churnRisk', churnRisk);
}
