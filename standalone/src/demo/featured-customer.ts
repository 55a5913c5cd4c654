import type { Faker } from '@faker-js/faker';
import { type Calendar, dayMs, daysLater, hourMs, minuteMs } from './calendar.ts';
import type { DraftEvent } from './demo-event.ts';
import { appDevice, browserDevice } from './devices.ts';
import { type EmailCampaign, anyTouch, directTouch, emailTouch } from './marketing.ts';
import type { PeopleMaker, Person } from './people.ts';
import { shopVisit } from './shop-visit.ts';
import { storePurchase } from './store-purchases.ts';

/** The customer that the README and the playground ask for: the same ids whatever the seed and the day. */
export const featuredCustomer = {
  userId: 'cust-10000',
  email: 'ada.lindqvist@example.com',
  firstName: 'Ada',
  lastName: 'Lindqvist',
  loyaltyCard: 'LC-500000',
} as const;

export function makeFeaturedCustomer(faker: Faker, calendar: Calendar, people: PeopleMaker): Person {
  return people.person({
    ...featuredCustomer,
    habit: 'loyal',
    phone: '+12025550100',
    birthday: '1988-12-10',
    devices: [browserDevice(faker, 'laptop'), browserDevice(faker, 'phone'), appDevice(faker)],
    joinedAt: calendar.today - 150 * dayMs + 19 * hourMs,
    consent: 'all',
  });
}

/** What chance does not have to bring: orders on each device and in the store, one from a newsletter, and a visit today. */
export function featuredStory(
  faker: Faker,
  calendar: Calendar,
  { person, campaigns }: { readonly person: Person; readonly campaigns: readonly EmailCampaign[] },
): DraftEvent[] {
  const { userId, joinedAt, loyaltyCard } = person;
  const orders = person.devices.map((device, number) =>
    shopVisit({
      faker,
      device,
      time: daysLater(faker, joinedAt, 10 + number * 30, 14 + number * 30),
      touch: anyTouch(faker),
      userId,
      depth: 'order',
    }),
  );
  const latest = campaigns.at(-1);
  const [laptop] = person.devices;
  const fromNewsletter =
    latest === undefined
      ? []
      : shopVisit({
          faker,
          device: laptop,
          time: latest.sentAt + 3 * hourMs,
          touch: emailTouch(latest),
          userId,
          depth: 'order',
        });
  const inStore = [40, 100].map((days) => storePurchase(faker, joinedAt + days * dayMs, loyaltyCard));
  // Just after midnight, so that it is never in the future.
  const time = calendar.today + minuteMs;
  const today = shopVisit({ faker, device: laptop, time, touch: directTouch(), userId, depth: 'bounce' });
  return [
    ...orders.flat(),
    ...fromNewsletter,
    ...inStore,
    ...returned(inStore),
    ...deskRecords(person),
    ...today,
  ];
}

/** The latest purchase in the store was brought back. */
const returned = (purchases: readonly DraftEvent[]): DraftEvent[] =>
  purchases.slice(-1).map(({ source, time, message }) => ({
    source,
    time: time + 5 * dayMs,
    message: { ...message, event: 'Order Refunded' },
  }));

/** The customer desk first took the name down wrongly and put it right when the loyalty card was made. */
function deskRecords({
  userId,
  email,
  phone,
  birthday,
  address,
  joinedAt,
  loyaltyCard,
}: Person): DraftEvent[] {
  const heard = { firstName: 'Adda', lastName: 'Lindquist', phone: '+1 (202) 555-0100' };
  const { firstName, lastName } = featuredCustomer;
  const corrected = {
    firstName,
    lastName,
    email,
    emailVerified: true,
    phone,
    birthday,
    address: { ...address },
  };
  const card = { id: loyaltyCard, type: 'loyalty_card', collection: 'users', encoding: 'none' };
  return [
    { source: 'crm', time: joinedAt + 3 * dayMs, message: { type: 'identify', userId, traits: heard } },
    {
      source: 'crm',
      time: joinedAt + 30 * dayMs,
      message: { type: 'identify', userId, traits: corrected, context: { externalIds: [card] } },
    },
  ];
}
