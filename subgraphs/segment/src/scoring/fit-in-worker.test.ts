import { expect, test } from 'vitest';
import { fitInWorker } from './fit-in-worker.ts';
import { fitModel, type FitInput } from './fit-model.ts';

const WEEK = 7 * 86_400_000;

const input: FitInput = {
  asOf: 100 * WEEK,
  features: null,
  customers: Array.from({ length: 40 }, (_, n) => ({
    id: `c${n}`,
    purchases: {
      hasIdentity: true,
      orders: (n % 5) + 1,
      value: (n + 1) * 100,
      lastOrderAt: (n + 20) * WEEK,
      history:
        n % 5 === 0
          ? { repeats: 0, recency: 0, age: 90 - n, averageValue: null }
          : { repeats: n % 5, recency: (80 - n) / 2, age: 90 - n, averageValue: n + 1 },
      features: null,
      past: null,
    },
  })),
};

test('a thread fits the same as the process itself', async () => {
  const fitted = await fitInWorker(input);
  expect(fitted).toEqual(fitModel(input));
  expect(fitted.rfm.frequency.map(({ from }) => from)).toEqual([1, 2, 3, 4, 5]);
  expect(fitted.warnings.join()).toContain('BG/NBD did not converge');
});

test('a thread that fails rejects with its reason', async () => {
  const broken = { ...input, customers: [{ id: 'x', purchases: null }] };
  // What no run can make.
  await expect(fitInWorker(broken as never)).rejects.toThrow('null');
});
