import type { Faker } from '@faker-js/faker';
import { minuteMs } from './calendar.ts';
import { anyDepth } from './customer-life.ts';
import type { DraftEvent } from './demo-event.ts';
import { type EmailCampaign, emailTouch } from './marketing.ts';
import type { Habit, Person } from './people.ts';
import { shopVisit } from './shop-visit.ts';

const openChance: Record<Habit, number> = {
  loyal: 0.6,
  regular: 0.35,
  new: 0.5,
  churned: 0.25,
  prospect: 0.2,
};
const clickChance = 0.22;

/** What each newsletter does with a person who agreed to marketing: opened, clicked, visited. */
export function newsletterReactions(
  faker: Faker,
  campaigns: readonly EmailCampaign[],
  person: Person,
): readonly DraftEvent[][] {
  if (person.consent === 'necessary') return [];
  return campaigns
    .filter(({ sentAt }) => sentAt > person.joinedAt && sentAt < person.leftAt)
    .filter(() => faker.datatype.boolean(openChance[person.habit]))
    .map((campaign) => reaction(faker, campaign, person));
}

function reaction(faker: Faker, campaign: EmailCampaign, person: Person): DraftEvent[] {
  const openedAt = campaign.sentAt + faker.number.int({ min: 2, max: 36 * 60 }) * minuteMs;
  const opened = emailEvent('Email Opened', openedAt, campaign, person);
  if (!faker.datatype.boolean(clickChance)) return [opened];
  const clickedAt = openedAt + faker.number.int({ min: 10, max: 300 }) * 1_000;
  return [
    opened,
    emailEvent('Email Link Clicked', clickedAt, campaign, person),
    ...shopVisit({
      faker,
      device: faker.helpers.arrayElement(person.devices.filter(({ kind }) => kind !== 'app')),
      time: clickedAt + 4_000,
      touch: emailTouch(campaign),
      userId: person.userId,
      depth: anyDepth(faker, person.habit),
    }),
  ];
}

function emailEvent(event: string, time: number, campaign: EmailCampaign, person: Person): DraftEvent {
  return {
    source: 'crm',
    time,
    message: {
      type: 'track',
      userId: person.userId,
      event,
      properties: {
        campaign_id: campaign.id,
        campaign_name: campaign.name,
        email_id: `${campaign.id}-${person.userId}`,
        email_subject: campaign.subject,
        ...(event === 'Email Link Clicked'
          ? { link_url: `https://shop.example/c/${campaign.category.toLowerCase()}` }
          : {}),
      },
      context: { campaign: { source: 'newsletter', medium: 'email', name: campaign.name } },
    },
  };
}
