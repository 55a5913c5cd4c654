import type { Faker } from '@faker-js/faker';
import { type Calendar, activeDays, dayMs, momentOf } from './calendar.ts';
import type { DraftEvent } from './demo-event.ts';
import type { Device } from './devices.ts';
import { anyTouch } from './marketing.ts';
import type { Habit, Household, Person } from './people.ts';
import { type Depth, depths, openShop, shopVisit } from './shop-visit.ts';

const visitsPerWeek: Record<Habit, number> = {
  loyal: 1.15,
  regular: 0.45,
  new: 1.6,
  churned: 0.6,
  prospect: 0.3,
};

/** Chances of how far a visit goes, in the order of `depths`. */
const depthChances: Record<Habit, readonly [number, number, number, number, number]> = {
  loyal: [24, 40, 14, 6, 16],
  regular: [32, 42, 12, 5, 9],
  new: [34, 42, 12, 5, 7],
  churned: [34, 42, 12, 4, 8],
  prospect: [42, 48, 8, 2, 0],
};

/** Everything a customer does online after the sign-up: one list of events for each visit. */
export function customerVisits(
  faker: Faker,
  calendar: Calendar,
  { person, household }: { readonly person: Person; readonly household: Household },
): readonly DraftEvent[][] {
  const devices = household.tablet === null ? person.devices : [...person.devices, household.tablet];
  const until = Math.min(calendar.today, person.leftAt);
  const days = activeDays(faker, person.joinedAt + dayMs, until, visitsPerWeek[person.habit]);
  return days.map((day) => {
    const device = faker.helpers.arrayElement(devices);
    return customerVisit(faker, { person, device, time: momentOf(faker, day) });
  });
}

function customerVisit(
  faker: Faker,
  { person, device, time }: { readonly person: Person; readonly device: Device; readonly time: number },
): DraftEvent[] {
  const touch = anyTouch(faker);
  const { userId } = person;
  // The app stays signed in; browsers forget now and then.
  if (device.kind === 'app' || faker.datatype.boolean(0.6)) {
    return shopVisit({ faker, device, time, touch, userId, depth: anyDepth(faker, person.habit) });
  }
  if (faker.datatype.boolean(0.7)) {
    return shopVisit({
      faker,
      device,
      time,
      touch,
      depth: faker.helpers.arrayElement(['bounce', 'browse', 'browse']),
    });
  }
  const visit = openShop({ faker, device, time, touch });
  visit.signIn(userId);
  visit.identify({ email: person.email });
  visit.track('Signed In', { method: 'email' });
  return visit.events;
}

export function anyDepth(faker: Faker, habit: Habit): Depth {
  const chances = depthChances[habit];
  return faker.helpers.weightedArrayElement(
    depths.map((value, place) => ({ value, weight: chances[place] ?? 0 })).filter(({ weight }) => weight > 0),
  );
}
