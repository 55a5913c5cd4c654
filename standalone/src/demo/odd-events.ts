import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';
import { type Calendar, activeDays, dayMs, momentOf } from './calendar.ts';
import type { DraftEvent } from './demo-event.ts';
import { browserDevice } from './devices.ts';
import { anyTouch } from './marketing.ts';
import type { Person } from './people.ts';
import { shopVisit } from './shop-visit.ts';

/** Values that name nobody: a checkout that sends `guest` as user id, an old page that sends `null` as anonymous id. */
export function namelessEvents(faker: Faker, calendar: Calendar): readonly DraftEvent[][] {
  const guests = activeDays(faker, calendar.start, calendar.today, 0.5).map((day) => {
    const device = browserDevice(faker, 'phone');
    const guest = { faker, device, time: momentOf(faker, day), touch: anyTouch(faker), userId: 'guest' };
    return shopVisit({ ...guest, depth: faker.helpers.arrayElement(['checkout', 'order'] as const) }).filter(
      ({ source }) => source === 'web',
    );
  });
  const device = { ...browserDevice(faker, 'laptop'), anonymousId: 'null' };
  const nulls = activeDays(faker, calendar.start, calendar.today, 0.4).map((day) =>
    shopVisit({ faker, device, time: momentOf(faker, day), touch: anyTouch(faker), depth: 'bounce' }),
  );
  return [...guests, ...nulls];
}

/** Customers who had an account in the shop's former system: a visit under the old id, then the alias. */
export function formerAccounts(faker: Faker, people: readonly Person[]): DraftEvent[] {
  return people.flatMap((person, number) => {
    const previousId = `former-${4_700 + number}`;
    const time = person.joinedAt - faker.number.int({ min: 5, max: 9 }) * dayMs;
    const device = { ...person.devices[0], anonymousId: previousId };
    const alias: DraftEvent = {
      source: 'crm',
      time: person.joinedAt + dayMs,
      message: { type: 'alias', userId: person.userId, previousId },
    };
    return [...shopVisit({ faker, device, time, touch: anyTouch(faker), depth: 'browse' }), alias];
  });
}

/** What a faulty client sends: refused by ingestion, each for a reason of its own, and kept as dead letters. */
export function brokenEvents(calendar: Calendar): readonly DraftEvent[] {
  const manyTraits = Object.fromEntries(
    Array.from({ length: 320 }, (_, number) => [`answer${number}`, number]),
  );
  const faults: readonly DraftEvent['broken'][] = [
    { messageId: 'm'.repeat(120) },
    { type: 'identify', traits: manyTraits },
    { timestamp: 'yesterday, about noon' },
    { properties: { comment: 'too long: '.padEnd(33_000, 'no end of it, ') } },
    { event: '' },
    { properties: { comment: 'ends in a NUL\u0000' } },
    { properties: nested(30) },
  ];
  return faults.map((broken, number) => ({
    source: 'web',
    time: calendar.today - (number * 9 + 2) * dayMs,
    message: { type: 'track', userId: `faulty-client-${number}`, event: 'Survey Answered', properties: {} },
    ...(broken === undefined ? {} : { broken }),
  }));
}

const nested = (depth: number): JsonObject => (depth === 0 ? {} : { reply: nested(depth - 1) });
