import type { TrackingMessage } from '../../src/loaders/tracking-message.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What one customer did, in order. */
export interface Customer {
  readonly userId: string;
  readonly steps: readonly string[];
}

/** Customers who view, add and buy, each a little different from the others. */
export function someCustomers(amount: number): readonly Customer[] {
  return Array.from({ length: amount }, (_customer, place) => ({
    userId: `customer-${place}`,
    steps: [
      ...Array.from({ length: 1 + (place % 3) }, () => 'Product Viewed'),
      ...Array.from({ length: place % 2 }, () => 'Product Added'),
      ...Array.from({ length: place % 4 }, () => 'Order Completed'),
    ],
  }));
}

/** Their events, a minute apart, in the days before `now` (milliseconds). */
export function eventsOf(customers: readonly Customer[], now: number): readonly TrackingMessage[] {
  return customers.flatMap(({ userId, steps }, place) =>
    steps.map((event, step) => ({
      type: 'track' as const,
      messageId: `${userId}-${step}`,
      userId,
      event,
      timestamp: new Date(now - (1 + (place % 5)) * DAY + step * MINUTE).toISOString(),
    })),
  );
}

/** Who bought so often. */
export function buyersOf(customers: readonly Customer[], least: number): readonly Customer[] {
  return customers.filter(({ steps }) => steps.filter((step) => step === 'Order Completed').length >= least);
}

/** Customers for each path without repeats, as counted by hand. */
export function pathsOf(customers: readonly Customer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { steps } of customers) {
    const path = steps.filter((step, place) => step !== steps[place - 1]).join(' > ');
    counts[path] = (counts[path] ?? 0) + 1;
  }
  return counts;
}

/** Customers that come through to each of these steps, in order, as counted by hand. */
export function funnelOf(customers: readonly Customer[], funnel: readonly string[]): readonly number[] {
  return funnel.map(
    (_step, level) =>
      customers.filter(({ steps }) => {
        let place = -1;
        return funnel.slice(0, level + 1).every((step) => (place = steps.indexOf(step, place + 1)) !== -1);
      }).length,
  );
}
