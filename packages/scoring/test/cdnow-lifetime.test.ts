import { expect, test } from 'vitest';
import { fitBgNbd, fitGammaGamma, lifetimeValue, summariseOrders, type OrderSummary } from '../src/index.ts';
import { expectedPurchases } from '../src/lifetime/expected-purchases.ts';
import { calibrationEnd, hasCdnow, ordersThrough, readCdnow } from './cdnow.ts';

function summaries(): readonly OrderSummary[] {
  return ordersThrough(readCdnow(), calibrationEnd)
    .map((orders) => summariseOrders(orders, { asOf: calibrationEnd }))
    .filter((summary) => summary !== null);
}

/** Share by which a value misses what was published or seen. */
const miss = (value: number, other: number): number => Math.abs(value / other - 1);

test.skipIf(!hasCdnow)(
  'BG/NBD has the published estimates for the CDNOW sample within 1 % (without the data: skipped)',
  ({ annotate }) => {
    const fit = fitBgNbd(summaries());
    expect(fit.customers).toBe(2357);
    expect(miss(fit.r, 0.243)).toBeLessThan(0.01);
    expect(miss(fit.alpha, 4.414)).toBeLessThan(0.01);
    expect(miss(fit.a, 0.793)).toBeLessThan(0.01);
    expect(miss(fit.b, 2.426)).toBeLessThan(0.01);
    expect(fit.logLikelihood).toBeCloseTo(-9582.4, 1);
    return annotate(JSON.stringify(fit));
  },
);

test.skipIf(!hasCdnow)(
  'Gamma-Gamma has the published estimates for the CDNOW sample within 1 % (without the data: skipped)',
  ({ annotate }) => {
    const repeaters = summaries().flatMap(({ repeats, averageValue }) =>
      averageValue === null ? [] : [{ repeats, averageValue }],
    );
    const fit = fitGammaGamma(repeaters.filter(({ averageValue }) => averageValue > 0));
    expect(fit.customers).toBe(946);
    expect(miss(fit.p, 6.25)).toBeLessThan(0.01);
    expect(miss(fit.q, 3.74)).toBeLessThan(0.01);
    expect(miss(fit.v, 15.44)).toBeLessThan(0.01);
    return annotate(JSON.stringify(fit));
  },
);

test.skipIf(!hasCdnow)(
  'the model foresees the purchases of the next 39 weeks within 15 % (without the data: skipped)',
  ({ annotate }) => {
    const orders = readCdnow();
    const customers = summaries();
    const model = fitBgNbd(customers);
    const expected = customers.reduce((sum, customer) => sum + expectedPurchases(model, customer, 39), 0);
    const horizon = calibrationEnd + 39 * 7 * 86_400_000;
    const later = ordersThrough(orders, horizon).map((own) => {
      const days = new Set(own.filter(({ at }) => at > calibrationEnd).map(({ at }) => at));
      return days.size;
    });
    const actual = later.reduce((sum, count) => sum + count, 0);
    expect(miss(expected, actual)).toBeLessThan(0.15);
    return annotate(`expected ${expected.toFixed(0)}, actual ${actual}`);
  },
);

test.skipIf(!hasCdnow)(
  'every customer of CDNOW has a lifetime value (without the data: skipped)',
  ({ annotate }) => {
    const customers = summaries();
    const purchases = fitBgNbd(customers);
    const spend = fitGammaGamma(
      customers.flatMap(({ repeats, averageValue }) =>
        averageValue !== null && averageValue > 0 ? [{ repeats, averageValue }] : [],
      ),
    );
    const values = customers.map((customer) =>
      lifetimeValue({ purchases, spend }, customer, { periods: 52, discountRate: 0.0026 }),
    );
    const free = customers.filter(({ averageValue }) => averageValue === 0).length;
    expect(values.filter((one) => one === null)).toHaveLength(free);
    const numbers = values.flatMap((one) => (one === null ? [] : [one.value]));
    expect(numbers.every((value) => value > 0)).toBe(true);
    const total = numbers.reduce((sum, value) => sum + value, 0);
    return annotate(
      `mean ${(total / numbers.length).toFixed(2)} over 52 weeks for ${numbers.length} customers`,
    );
  },
);
