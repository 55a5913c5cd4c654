import type { Faker } from '@faker-js/faker';
import { placeOrder } from './basket.ts';
import { type Calendar, activeDays, hourMs } from './calendar.ts';
import { products } from './catalogue.ts';
import type { DraftEvent } from './demo-event.ts';
import type { Habit, Person } from './people.ts';

const purchasesPerWeek: Record<Habit, number> = {
  loyal: 0.22,
  regular: 0.09,
  new: 0.08,
  churned: 0.12,
  prospect: 0,
};
const stores = ['Portland', 'Boston', 'Austin'] as const;

/** Purchases at a till: a receipt number and, for those who show it, the loyalty card. */
export function storePurchases(faker: Faker, calendar: Calendar, person: Person): readonly DraftEvent[][] {
  const until = Math.min(calendar.today, person.leftAt);
  const days = activeDays(faker, person.joinedAt, until, purchasesPerWeek[person.habit]);
  return days.map((day) => [storePurchase(faker, openingTime(faker, day), person.loyaltyCard)]);
}

export function storePurchase(faker: Faker, time: number, loyaltyCard: string | null): DraftEvent {
  const lines = faker.helpers
    .arrayElements(products, { min: 1, max: 4 })
    .map((product) => ({ product, quantity: faker.number.int({ min: 1, max: 2 }) }));
  const order = placeOrder(faker, lines, { shipped: false });
  const card = { id: loyaltyCard, type: 'loyalty_card', collection: 'users', encoding: 'none' };
  return {
    source: 'pos',
    time,
    message: {
      type: 'track',
      anonymousId: `receipt-${order.orderId}`,
      event: 'Order Completed',
      properties: { ...order.properties, affiliation: `Store ${faker.helpers.arrayElement(stores)}` },
      context: loyaltyCard === null ? {} : { externalIds: [card] },
    },
  };
}

const openingTime = (faker: Faker, day: number): number =>
  day + faker.number.int({ min: 14 * hourMs, max: 23 * hourMs });
