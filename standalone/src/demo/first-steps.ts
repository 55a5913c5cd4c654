import type { Faker } from '@faker-js/faker';
import { dayMs, momentOf } from './calendar.ts';
import { consentContext } from './consent.ts';
import { signUpTraits } from './customer-traits.ts';
import type { DraftEvent } from './demo-event.ts';
import type { Device } from './devices.ts';
import { type Touch, anyTouch, referralTouch } from './marketing.ts';
import type { Person } from './people.ts';
import { openShop, shopVisit } from './shop-visit.ts';

/** From the first anonymous look to the account: browsing on one or two devices, the consent banner, the sign-up. */
export function firstSteps(
  faker: Faker,
  person: Person,
  { referred }: { readonly referred: boolean },
): DraftEvent[] {
  const [device] = person.devices;
  const touch = referred ? referralTouch() : anyTouch(faker);
  return [...looksAround(faker, person, touch), ...signsUp(faker, person, device)];
}

/** Visits in the two weeks before the account, nobody's yet. */
function looksAround(faker: Faker, person: Person, touch: Touch): DraftEvent[] {
  const visits = faker.number.int({ min: 1, max: 3 });
  return Array.from({ length: visits }, (_, number) => {
    const device = number === 0 ? person.devices[0] : faker.helpers.arrayElement(person.devices);
    const day = person.joinedAt - (visits - number) * faker.number.int({ min: 1, max: 4 }) * dayMs;
    const time = Math.min(momentOf(faker, Math.floor(day / dayMs) * dayMs), person.joinedAt - dayMs / 4);
    const depth = faker.helpers.arrayElement(['bounce', 'browse', 'browse'] as const);
    return shopVisit({ faker, device, time, depth, touch: number === 0 ? touch : anyTouch(faker) });
  }).flat();
}

function signsUp(faker: Faker, person: Person, device: Device): DraftEvent[] {
  const visit = openShop({ faker, device, time: person.joinedAt, touch: anyTouch(faker) });
  visit.forget('campaign');
  const consent = consentContext(person.consent);
  visit.track('Consent Preference Updated', {}, { consent });
  visit.page('Register', '/register');
  visit.signIn(person.userId);
  visit.identify(signUpTraits(person), { consent });
  visit.track('Signed Up', { method: 'email' });
  return visit.events;
}
