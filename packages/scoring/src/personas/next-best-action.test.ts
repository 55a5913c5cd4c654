import { describe, expect, test } from 'vitest';
import { nextBestActions, type ActionContext, type CandidateAction } from './next-best-action.ts';

const DAY = 86_400_000;
const coupon: CandidateAction = {
  code: 'COUPON',
  title: 'Send a coupon',
  purpose: 'MARKETING',
  propensities: { DEAL_SEEKING: 0.3 },
  defaultPropensity: 0.05,
  value: 20,
  cost: 2,
  cap: { times: 2, window: 7 * DAY },
};
const preview: CandidateAction = {
  ...coupon,
  code: 'PREVIEW',
  title: 'Show what is new',
  propensities: {},
  defaultPropensity: 0.2,
  cost: 0,
  cap: null,
};
const context: ActionContext = {
  archetype: 'DEAL_SEEKING',
  grantedPurposes: new Set(['MARKETING']),
  offers: [],
  asOf: 100 * DAY,
};
const offered = (...days: readonly number[]) => days.map((day) => ({ action: 'COUPON', at: day * DAY }));

describe('the next best action', () => {
  test('has the highest expected value for the archetype, not the highest propensity times value', () => {
    expect(nextBestActions([coupon, preview], context)).toEqual({
      actions: [
        {
          code: 'COUPON',
          title: 'Send a coupon',
          expectedValue: 4,
          propensity: 0.3,
          reason: 'customers of the archetype DEAL_SEEKING take it',
        },
        {
          code: 'PREVIEW',
          title: 'Show what is new',
          expectedValue: 4,
          propensity: 0.2,
          reason: 'customers in general take it',
        },
      ],
      withheld: [],
    });
    const costly = { ...coupon, cost: 3 };
    expect(nextBestActions([costly, preview], context).actions.map(({ code }) => code)).toEqual([
      'PREVIEW',
      'COUPON',
    ]);
  });

  test('is another one for another archetype', () => {
    const { actions, withheld } = nextBestActions([coupon, preview], { ...context, archetype: null });
    expect(actions.map(({ code }) => code)).toEqual(['PREVIEW']);
    expect(withheld).toEqual([{ code: 'COUPON', reason: 'NOT_WORTH_ITS_COST' }]);
  });

  test('needs the consent to its purpose', () => {
    const { actions, withheld } = nextBestActions([coupon], {
      ...context,
      grantedPurposes: new Set(['ANALYTICS']),
    });
    expect(actions).toEqual([]);
    expect(withheld).toEqual([{ code: 'COUPON', reason: 'NO_CONSENT' }]);
  });

  test('is not offered more often than its cap in the window', () => {
    const withheld = (offers: ActionContext['offers']) =>
      nextBestActions([coupon], { ...context, offers }).withheld;
    expect(withheld(offered(95, 99))).toEqual([{ code: 'COUPON', reason: 'CAP_REACHED' }]);
    expect(withheld(offered(93, 99))).toEqual([]);
    expect(withheld([...offered(99), { action: 'PREVIEW', at: 99 * DAY }])).toEqual([]);
  });

  test.each([
    [{ defaultPropensity: 1.1 }, 'COUPON.defaultPropensity must be a number from 0 to 1, got 1.1'],
    [{ propensities: { A: -0.1 } }, 'COUPON.propensities.A must be a number from 0 to 1, got -0.1'],
    [{ cost: -1 }, 'COUPON.cost must be a finite number of at least 0, got -1'],
    [{ cap: { times: 0, window: 1 } }, 'COUPON.cap.times must be a whole number of at least 1, got 0'],
  ])('refuses %j', (wrong, message) => {
    expect(() => nextBestActions([{ ...coupon, ...wrong }], context)).toThrow(message);
  });
});
