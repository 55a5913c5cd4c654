import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LifecycleFacts } from './lifecycle-facts.ts';
import { lifecycleRules } from './lifecycle-rules.ts';
import { lifecycleStage } from './lifecycle-stage.ts';

const nobody: LifecycleFacts = {
  hasIdentity: false,
  orders: 0,
  daysSinceOrder: null,
  rfm: null,
  churnRisk: null,
};
const best = { recency: 5, frequency: 5, monetary: 5 };
const buyer: LifecycleFacts = {
  hasIdentity: true,
  orders: 5,
  daysSinceOrder: 10,
  rfm: null,
  churnRisk: null,
};

describe('the lifecycle stage', () => {
  test.each<[LifecycleFacts, string, string]>([
    [nobody, 'prospect', 'unknown-without-orders'],
    [{ ...nobody, hasIdentity: true }, 'lead', 'known-without-orders'],
    [{ ...buyer, daysSinceOrder: 365, rfm: best, churnRisk: 0.99 }, 'dormant', 'silent'],
    [{ ...buyer, daysSinceOrder: 364, rfm: best, churnRisk: 0.8 }, 'churn_risk', 'likely-to-leave'],
    [{ ...buyer, rfm: best, churnRisk: 0.79 }, 'vip', 'frequent-and-valuable'],
    [{ ...buyer, rfm: { ...best, monetary: 3 } }, 'customer', 'bought'],
    [{ ...buyer, orders: 2, rfm: best }, 'customer', 'bought'],
    [buyer, 'customer', 'bought'],
    [{ ...buyer, hasIdentity: false }, 'customer', 'bought'],
  ])('of %j is %s by the rule %s', (facts, stage, rule) => {
    expect(lifecycleStage(facts)).toMatchObject({ stage, rule, facts });
  });

  test('says why in words that name the limit', () => {
    const limits = { dormantAfterDays: 90, churnRiskFrom: 0.5, vipScoreFrom: 5, vipOrdersFrom: 10 };
    expect(lifecycleStage({ ...buyer, daysSinceOrder: 90 }, limits).reason).toBe(
      'has bought nothing for 90 days or longer',
    );
    expect(lifecycleStage({ ...buyer, churnRisk: 0.5 }, limits).reason).toBe(
      'has a churn risk of 0.5 or higher',
    );
  });

  test('is decided by the first rule that holds, whatever the facts', () => {
    const facts = fc.record({
      hasIdentity: fc.boolean(),
      orders: fc.integer({ min: 1, max: 8 }),
      daysSinceOrder: fc.integer({ min: 0, max: 800 }),
      rfm: fc.option(fc.constant(best)),
      churnRisk: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(facts, (one) => {
        const { rule } = lifecycleStage(one);
        const limits = { dormantAfterDays: 365, churnRiskFrom: 0.8, vipScoreFrom: 4, vipOrdersFrom: 3 };
        const holding = lifecycleRules.filter(({ holds }) => holds(one, limits)).map(({ id }) => id);
        expect(holding[0]).toBe(rule);
      }),
    );
  });

  test.each<[Partial<LifecycleFacts>, string]>([
    [{ orders: 1 }, 'daysSinceOrder must be given with orders, got null'],
    [{ daysSinceOrder: 3 }, 'daysSinceOrder must be null without orders, got 3'],
    [{ orders: -1 }, 'orders must be a whole number of at least 0, got -1'],
    [{ churnRisk: 1.2 }, 'churnRisk must be a number from 0 to 1, got 1.2'],
  ])('refuses %j', (wrong, message) => {
    expect(() => lifecycleStage({ ...nobody, ...wrong })).toThrow(message);
  });
});
