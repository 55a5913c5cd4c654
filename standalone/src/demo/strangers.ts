import type { Faker } from '@faker-js/faker';
import { type Calendar, activeDays, momentOf } from './calendar.ts';
import { chooseConsent, consentContext } from './consent.ts';
import type { DraftEvent } from './demo-event.ts';
import { browserDevice } from './devices.ts';
import { anyTouch } from './marketing.ts';
import { openShop, shopVisit } from './shop-visit.ts';

/** Visits of people who stay unknown: one list of events for each stranger. */
export function strangers(faker: Faker, calendar: Calendar, perWeek: number): readonly DraftEvent[][] {
  const perDay = perWeek / 7;
  return Array.from({ length: Math.ceil(perDay) }, () =>
    activeDays(faker, calendar.start, calendar.today, (perDay / Math.ceil(perDay)) * 7),
  )
    .flat()
    .map((day) => stranger(faker, momentOf(faker, day)));
}

function stranger(faker: Faker, time: number): DraftEvent[] {
  const device = browserDevice(faker, faker.helpers.arrayElement(['laptop', 'phone', 'phone']));
  const answersBanner = faker.datatype.boolean(0.35);
  if (answersBanner) {
    const visit = openShop({ faker, device, time, touch: anyTouch(faker) });
    visit.track('Consent Preference Updated', {}, { consent: consentContext(chooseConsent(faker)) });
    return visit.events;
  }
  const depth = faker.helpers.weightedArrayElement([
    { weight: 45, value: 'bounce' as const },
    { weight: 44, value: 'browse' as const },
    { weight: 9, value: 'cart' as const },
    { weight: 2, value: 'checkout' as const },
  ]);
  return shopVisit({ faker, device, time, depth, touch: anyTouch(faker) });
}
