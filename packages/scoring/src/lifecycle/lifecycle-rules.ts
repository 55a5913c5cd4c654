import type { LifecycleFacts, LifecycleLimits, LifecycleStage } from './lifecycle-facts.ts';

export interface LifecycleRule {
  readonly id: string;
  readonly stage: LifecycleStage;
  /** The rule in words, for people. */
  readonly says: (limits: LifecycleLimits) => string;
  readonly holds: (facts: LifecycleFacts, limits: LifecycleLimits) => boolean;
}

/**
 * The rules in their order; the first that holds decides. Silence and risk come before worth: who is about to be lost is
 * worth knowing as such, a VIP most of all.
 */
export const lifecycleRules: readonly LifecycleRule[] = [
  {
    id: 'unknown-without-orders',
    stage: 'prospect',
    says: () => 'has bought nothing, and we do not know who it is',
    holds: ({ hasIdentity, orders }) => orders === 0 && !hasIdentity,
  },
  {
    id: 'known-without-orders',
    stage: 'lead',
    says: () => 'is known and has bought nothing yet',
    holds: ({ orders }) => orders === 0,
  },
  {
    id: 'silent',
    stage: 'dormant',
    says: ({ dormantAfterDays }) => `has bought nothing for ${dormantAfterDays} days or longer`,
    holds: ({ daysSinceOrder }, { dormantAfterDays }) =>
      daysSinceOrder !== null && daysSinceOrder >= dormantAfterDays,
  },
  {
    id: 'likely-to-leave',
    stage: 'churn_risk',
    says: ({ churnRiskFrom }) => `has a churn risk of ${churnRiskFrom} or higher`,
    holds: ({ churnRisk }, { churnRiskFrom }) => churnRisk !== null && churnRisk >= churnRiskFrom,
  },
  {
    id: 'frequent-and-valuable',
    stage: 'vip',
    says: ({ vipScoreFrom, vipOrdersFrom }) =>
      `has ${vipOrdersFrom} orders or more and scores ${vipScoreFrom} or higher in frequency and monetary value`,
    holds: ({ orders, rfm }, { vipScoreFrom, vipOrdersFrom }) =>
      rfm !== null && orders >= vipOrdersFrom && Math.min(rfm.frequency, rfm.monetary) >= vipScoreFrom,
  },
  { id: 'bought', stage: 'customer', says: () => 'has bought', holds: () => true },
];
