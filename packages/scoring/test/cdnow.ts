import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Order } from '../src/index.ts';

const sample = join(import.meta.dirname, '../../../../shared/data/cdnow/CDNOW_sample.txt');

export const hasCdnow = existsSync(sample);

/** Orders by customer of the CDNOW sample, which stands beside the repository. */
export function readCdnow(): ReadonlyMap<string, readonly Order[]> {
  const orders = new Map<string, Order[]>();
  for (const line of readFileSync(sample, 'utf8').split('\n')) {
    const [, customer, date, , value] = line.trim().split(/\s+/u);
    if (customer === undefined || date === undefined) continue;
    const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
    const own = orders.get(customer) ?? [];
    own.push({ at, value: Number(value) });
    orders.set(customer, own);
  }
  return orders;
}

/** End of the calibration period of the published estimates. */
export const calibrationEnd = Date.UTC(1997, 8, 30);

/** The customers' orders up to `through`, in milliseconds. */
export function ordersThrough(
  orders: ReadonlyMap<string, readonly Order[]>,
  through: number,
): readonly (readonly Order[])[] {
  return [...orders.values()].map((own) => own.filter(({ at }) => at <= through));
}
