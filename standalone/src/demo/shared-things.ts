import type { Faker } from '@faker-js/faker';
import { type Calendar, dayMs, momentOf } from './calendar.ts';
import type { DraftEvent } from './demo-event.ts';
import { kioskDevice } from './devices.ts';
import { directTouch } from './marketing.ts';
import type { Household, Person } from './people.ts';
import { openShop } from './shop-visit.ts';

/** A terminal in a store on which one person after another signs in, with nobody in between signing out. */
export function kioskVisits(faker: Faker, calendar: Calendar, people: readonly Person[]): DraftEvent[] {
  const device = kioskDevice('portland-2');
  return people.flatMap((person, number) => {
    const day = calendar.today - (people.length - number) * 2 * dayMs;
    const visit = openShop({ faker, device, time: momentOf(faker, day), touch: directTouch() });
    visit.track('Products Searched', { query: 'opening hours' });
    visit.signIn(person.userId);
    visit.identify({ email: person.email });
    visit.track('Signed In', { method: 'kiosk' });
    return visit.events;
  });
}

/** Two of a household sign in on the same tablet, one after the other. */
export function tabletVisits(faker: Faker, { people, tablet }: Household): DraftEvent[] {
  if (tablet === null) return [];
  return people.slice(0, 2).flatMap((person) => {
    const time = momentOf(faker, Math.ceil(person.joinedAt / dayMs + 1) * dayMs);
    const visit = openShop({ faker, device: tablet, time, touch: directTouch() });
    visit.signIn(person.userId);
    visit.identify({ email: person.email, phone: person.phone });
    visit.track('Signed In', { method: 'email' });
    return visit.events;
  });
}

/** A mailbox that several people give as theirs. */
export function sharedMailbox(faker: Faker, people: readonly Person[], email: string): DraftEvent[] {
  return people.map((person) => ({
    source: 'crm',
    time: momentOf(faker, Math.ceil(person.joinedAt / dayMs + 1) * dayMs),
    message: { type: 'identify', userId: person.userId, traits: { email, firstName: person.firstName } },
  }));
}

export interface Company {
  readonly groupId: string;
  readonly name: string;
  readonly industry: string;
  readonly email: string;
}

/** People who buy for a company: a group that names the account, and the company's one mailbox. */
export function companyAccount(faker: Faker, company: Company, people: readonly Person[]): DraftEvent[] {
  const { groupId, name, industry, email } = company;
  const groups = people.map((person) => ({
    source: 'crm' as const,
    time: momentOf(faker, Math.ceil(person.joinedAt / dayMs + 1) * dayMs),
    message: {
      type: 'group' as const,
      userId: person.userId,
      groupId,
      traits: { name, industry, employees: people.length, plan: 'business' },
    },
  }));
  return [...groups, ...sharedMailbox(faker, people, email)];
}
