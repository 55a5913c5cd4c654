import type { Faker } from '@faker-js/faker';
import { type Calendar, daysLater } from './calendar.ts';
import { consentContext } from './consent.ts';
import { deskTraits } from './customer-traits.ts';
import type { DraftEvent } from './demo-event.ts';
import type { Person } from './people.ts';

/** What the customer system says of a person some days after the sign-up, in its own spelling. */
export function deskRecord(faker: Faker, person: Person): DraftEvent {
  const card = { id: person.loyaltyCard, type: 'loyalty_card', collection: 'users', encoding: 'none' };
  return {
    source: 'crm',
    time: daysLater(faker, person.joinedAt, 1, 6),
    message: {
      type: 'identify',
      userId: person.userId,
      traits: deskTraits(faker, person),
      context: person.loyaltyCard === null ? {} : { externalIds: [card] },
    },
  };
}

/** A few change their mind about consent later on. */
export function changeOfMind(faker: Faker, calendar: Calendar, person: Person): DraftEvent {
  const choice = person.consent === 'all' ? 'necessary' : 'all';
  const time = Math.min(daysLater(faker, person.joinedAt, 5, 60), calendar.today);
  return {
    source: 'web',
    time,
    message: {
      type: 'track',
      userId: person.userId,
      anonymousId: person.devices[0].anonymousId,
      event: 'Consent Preference Updated',
      properties: {},
      context: { ...person.devices[0].context, consent: consentContext(choice) },
    },
  };
}
