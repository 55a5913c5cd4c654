import { expect, test } from 'vitest';
import { featuredCustomer } from './featured-customer.ts';
import { generateDemo } from './generate-demo.ts';

const DAY = 86_400_000;
const fortnight = Array.from({ length: 14 }, (_, day) => new Date(Date.UTC(2026, 10, 1 + day, 9 + day)));

test.each(fortnight)('on %s the featured customer is loyal, is here and has not bought today', (now) => {
  const hers = generateDemo({ seed: 360, today: now }).filter(
    ({ message }) => message.userId === featuredCustomer.userId,
  );
  const since = (start: number, event?: string) =>
    hers.filter(({ message }) => {
      const time = Date.parse(message.timestamp);
      return time >= start && time <= now.getTime() && (event === undefined || message.event === event);
    }).length;
  const midnight = Math.floor(now.getTime() / DAY) * DAY;
  expect(since(now.getTime() - 180 * DAY, 'Order Completed')).toBeGreaterThanOrEqual(4);
  expect(since(midnight)).toBeGreaterThanOrEqual(1);
  expect(since(midnight, 'Order Completed')).toBe(0);
});
