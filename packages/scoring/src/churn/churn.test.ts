import { describe, expect, test } from 'vitest';
import { churnInputs } from './churn-inputs.ts';
import { churnRisk } from './churn-risk.ts';
import { fitChurnCalibration } from './fit-churn-calibration.ts';

const model = { r: 0.8, alpha: 5, a: 1.2, b: 3.5 };

describe('the inputs', () => {
  test('count silence in intervals that are usual for the customer', () => {
    const inputs = churnInputs(model, { repeats: 9, recency: 44, age: 54 }, 12);
    expect(inputs.silence).toBe(10);
    expect(inputs.usualInterval).toBe(5);
    expect(inputs.overdue).toBe(2);
    expect(inputs.horizon).toBe(12);
  });

  test('take the interval of all customers where one has bought once', () => {
    expect(churnInputs(model, { repeats: 0, recency: 0, age: 10 }, 12).usualInterval).toBe(5 / 0.8);
  });

  test('refuse a horizon of 0', () => {
    expect(() => churnInputs(model, { repeats: 0, recency: 0, age: 10 }, 0)).toThrow(
      'horizon must be a finite number above 0, got 0',
    );
  });
});

describe('the risk', () => {
  test('without a calibration is the probability of the purchase model', () => {
    const inputs = churnInputs(model, { repeats: 4, recency: 20, age: 30 }, 12);
    const { risk, calibration } = churnRisk(inputs, null);
    expect(risk).toBeCloseTo(inputs.noPurchase, 10);
    expect(calibration).toBeNull();
  });

  test('rises with silence', () => {
    const risks = [20, 25, 40, 80].map(
      (age) => churnRisk(churnInputs(model, { repeats: 4, recency: 20, age }, 12), null).risk,
    );
    expect(risks).toEqual(risks.toSorted((a, b) => a - b));
    expect(new Set(risks).size).toBe(4);
  });

  test('stays a number from 0 to 1 at the extremes', () => {
    const gone = churnInputs(model, { repeats: 200, recency: 1, age: 5000 }, 12);
    const { risk } = churnRisk(gone, { intercept: 3, noPurchase: 4, overdue: 2 });
    expect(risk).toBeGreaterThan(0.999);
    expect(risk).toBeLessThanOrEqual(1);
  });
});

describe('the calibration', () => {
  const inputs = [4, 8, 16, 30].map((idle) =>
    churnInputs(model, { repeats: 3, recency: 20, age: 20 + idle }, 12),
  );

  test('moves a risk to the share that churned', () => {
    const [one] = inputs;
    if (one === undefined) throw new Error('there are four inputs');
    const examples = Array.from({ length: 1000 }, (_, index) => ({ inputs: one, churned: index % 10 < 9 }));
    expect(churnRisk(one, fitChurnCalibration(examples)).risk).toBeCloseTo(0.9, 2);
  });

  test('stays near the model on a single example, and does not fail on one outcome alone', () => {
    const [one] = inputs;
    if (one === undefined) throw new Error('there are four inputs');
    const calibration = fitChurnCalibration([{ inputs: one, churned: true }]);
    expect(Math.abs(calibration.noPurchase - 1)).toBeLessThan(1);
    expect(churnRisk(one, calibration).risk).toBeLessThan(0.95);
  });

  test('never lets longer silence lower a risk, even where the examples say so', () => {
    const examples = inputs.flatMap((one, index) =>
      Array.from({ length: 50 }, () => ({ inputs: one, churned: index < 2 })),
    );
    const calibration = fitChurnCalibration(examples);
    const risks = inputs.map((one) => churnRisk(one, calibration).risk);
    expect(risks).toEqual(risks.toSorted((a, b) => a - b));
  });

  test('refuses no examples and examples of different horizons', () => {
    expect(() => fitChurnCalibration([])).toThrow('examples must be at least one, got 0');
    const mixed = [12, 13].map((horizon) => ({
      inputs: churnInputs(model, { repeats: 0, recency: 0, age: 1 }, horizon),
      churned: true,
    }));
    expect(() => fitChurnCalibration(mixed)).toThrow('horizon must be the same for all (12), got 13');
  });
});
