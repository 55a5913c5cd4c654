import type { Faker } from '@faker-js/faker';
import { type Calendar, createCalendar } from './calendar.ts';
import { customerVisits } from './customer-life.ts';
import type { DemoEvent, DraftEvent } from './demo-event.ts';
import { changeOfMind, deskRecord } from './desk-records.ts';
import { featuredStory, makeFeaturedCustomer } from './featured-customer.ts';
import { firstSteps } from './first-steps.ts';
import { emailCampaigns } from './marketing.ts';
import { newsletterReactions } from './newsletters.ts';
import { brokenEvents, formerAccounts, namelessEvents } from './odd-events.ts';
import { type Household, PeopleMaker, type Person } from './people.ts';
import { chooseReferrals, referralEvent } from './referrals.ts';
import { seededFaker } from './seeded-faker.ts';
import { companyAccount, kioskVisits, sharedMailbox, tabletVisits } from './shared-things.ts';
import { storePurchases } from './store-purchases.ts';
import { strangers } from './strangers.ts';

export const maxDemoEvents = 10_000;

const householdCount = 105;
const strangersPerWeek = 24;

export interface GenerateDemoOptions {
  readonly seed: number;
  /** The moment at which the data end; later events of its day are left out. */
  readonly today: Date;
}

/**
 * Half a year of a synthetic retailer, in time order, at most 10,000 events. Depends on the seed and the UTC day only:
 * a later moment of the same day adds events and changes none.
 */
export function generateDemo({ seed, today }: GenerateDemoOptions): readonly DemoEvent[] {
  const calendar = createCalendar(today);
  const { certain, likely } = imagine(seed, calendar);
  const drafts = [
    ...certain,
    ...fitting(seededFaker(seed, 'budget'), likely, maxDemoEvents - certain.length),
  ];
  return drafts
    .toSorted((a, b) => a.time - b.time)
    .map((draft, place) => ({ draft, messageId: `demo-${seed}-${String(place + 1).padStart(5, '0')}` }))
    .filter(({ draft }) => draft.time <= today.getTime())
    .map(({ draft, messageId }) => toEvent(draft, messageId));
}

interface Imagined {
  /** Events that the demo needs. */
  readonly certain: readonly DraftEvent[];
  /** Visits and purchases, each kept whole or left out. */
  readonly likely: readonly (readonly DraftEvent[])[];
}

function imagine(seed: number, calendar: Calendar): Imagined {
  const stream = (name: string): Faker => seededFaker(seed, name);
  const maker = new PeopleMaker(stream('people'), calendar);
  const featured = makeFeaturedCustomer(stream('featured'), calendar, maker);
  const home: Household = { address: featured.address, people: [featured], tablet: null };
  const households = [home, ...Array.from({ length: householdCount - 1 }, () => maker.household())];
  const people = households.flatMap((household) => household.people);
  const campaigns = emailCampaigns(stream('marketing'), calendar);
  const referrals = chooseReferrals(stream('referrals'), people, featured);
  const referred = new Set(referrals.map((referral) => referral.referred));
  const beginnings = stream('beginnings');
  const life = stream('life');
  return {
    certain: [
      ...people.flatMap((person) => firstSteps(beginnings, person, { referred: referred.has(person) })),
      ...featuredStory(stream('story'), calendar, { person: featured, campaigns }),
      ...referrals.map(referralEvent),
      ...sharing(stream('sharing'), calendar, { households, featured }),
      ...fromTheDesk(stream('desk'), calendar, people.slice(1)),
      ...formerAccounts(stream('former'), people.filter(({ habit }) => habit === 'regular').slice(0, 8)),
      ...brokenEvents(calendar),
    ],
    likely: [
      ...households.flatMap((household) =>
        household.people.flatMap((person) => [
          ...customerVisits(life, calendar, { person, household }),
          ...storePurchases(life, calendar, person),
          ...newsletterReactions(life, campaigns, person),
        ]),
      ),
      ...strangers(stream('strangers'), calendar, strangersPerWeek),
      ...namelessEvents(stream('nameless'), calendar),
    ],
  };
}

function fromTheDesk(faker: Faker, calendar: Calendar, people: readonly Person[]): DraftEvent[] {
  return people.flatMap((person) => [
    ...(faker.datatype.boolean(0.7) ? [deskRecord(faker, person)] : []),
    ...(faker.datatype.boolean(0.07) ? [changeOfMind(faker, calendar, person)] : []),
  ]);
}

function sharing(
  faker: Faker,
  calendar: Calendar,
  { households, featured }: { readonly households: readonly Household[]; readonly featured: Person },
): DraftEvent[] {
  const couples = households.filter(({ people }) => people.length > 1);
  const others = households.flatMap(({ people }) => people).filter((person) => person !== featured);
  const established = others.filter(({ habit }) => habit === 'loyal' || habit === 'regular');
  const bakery = {
    groupId: 'org-hearth-bakery',
    name: 'Hearth Bakery',
    industry: 'food',
    email: 'office@hearth-bakery.example',
  };
  const studio = {
    groupId: 'org-lamp-studio',
    name: 'Lamp Studio',
    industry: 'design',
    email: 'hello@lamp-studio.example',
  };
  return [
    ...kioskVisits(faker, calendar, established.slice(-7)),
    ...couples.flatMap((household) => tabletVisits(faker, household)),
    ...couples
      .slice(0, 3)
      .flatMap(({ people }, place) => sharedMailbox(faker, people.slice(0, 2), `family${place}@example.org`)),
    ...companyAccount(faker, bakery, established.slice(0, 7)),
    ...companyAccount(faker, studio, established.slice(7, 10)),
  ];
}

/** As many of the units, in random order, as there is room for. */
function fitting(
  faker: Faker,
  units: readonly (readonly DraftEvent[])[],
  room: number,
): readonly DraftEvent[] {
  const taken: DraftEvent[] = [];
  for (const unit of faker.helpers.shuffle([...units])) {
    if (taken.length + unit.length <= room) taken.push(...unit);
  }
  return taken;
}

function toEvent({ source, time, message, broken }: DraftEvent, messageId: string): DemoEvent {
  return {
    source,
    message: { ...message, messageId, timestamp: new Date(time).toISOString(), ...broken },
    expected: broken === undefined ? 'accepted' : 'refused',
  };
}
