import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';
import { type Calendar, dayMs, hourMs } from './calendar.ts';
import { type Category, categories } from './catalogue.ts';

export interface EmailCampaign {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
  readonly category: Category;
  readonly sentAt: number;
}

/** How a visit came about; `campaign` goes into `context.campaign`, where the medium is the channel. */
export interface Touch {
  readonly channel: string;
  readonly campaign: JsonObject | null;
  readonly referrer: string | null;
}

export const coupons = ['WELCOME10', 'SUNDAY5', 'GARDEN15', 'COZY20', 'FRIENDS10'] as const;
const themes = ['Fresh ideas', 'Members first', 'Weekend offers', 'New arrivals', 'Back in stock'] as const;

/** A newsletter every second Thursday morning. */
export function emailCampaigns(faker: Faker, calendar: Calendar): readonly EmailCampaign[] {
  const campaigns: EmailCampaign[] = [];
  const thursday = 4;
  for (let day = calendar.start; day < calendar.today; day += dayMs) {
    const weeks = Math.floor(day / dayMs / 7);
    if (new Date(day).getUTCDay() !== thursday || weeks % 2 !== 0) continue;
    const category = faker.helpers.arrayElement(categories);
    const theme = faker.helpers.arrayElement(themes);
    const id = `nl-${new Date(day).toISOString().slice(0, 10)}`;
    const name = `${category.toLowerCase()}-${theme.toLowerCase().replaceAll(' ', '-')}`;
    campaigns.push({
      id,
      name,
      subject: `${theme} for your ${category.toLowerCase()}`,
      category,
      sentAt: day + 7 * hourMs,
    });
  }
  return campaigns;
}

const direct: Touch = { channel: 'direct', campaign: null, referrer: null };

const paths: readonly { readonly weight: number; readonly value: Touch }[] = [
  { weight: 32, value: direct },
  { weight: 27, value: touch('organic', 'google', null, 'https://www.google.com/') },
  { weight: 9, value: touch('cpc', 'google', 'brand-search', 'https://www.google.com/') },
  { weight: 7, value: touch('cpc', 'google', 'shopping-ads', 'https://www.google.com/') },
  { weight: 8, value: touch('social', 'instagram', 'living-rooms', 'https://l.instagram.com/') },
  { weight: 6, value: touch('social', 'pinterest', 'small-spaces', 'https://www.pinterest.com/') },
  { weight: 4, value: touch('affiliate', 'homeblog', 'partner-links', 'https://homeblog.example/') },
];

export const anyTouch = (faker: Faker): Touch => faker.helpers.weightedArrayElement(paths);
export const directTouch = (): Touch => direct;
export const referralTouch = (): Touch => touch('referral', 'friend', 'bring-a-friend', null);
export const emailTouch = (campaign: EmailCampaign): Touch =>
  touch('email', 'newsletter', campaign.name, null);

function touch(channel: string, source: string, name: string | null, referrer: string | null): Touch {
  return { channel, campaign: { source, medium: channel, ...(name === null ? {} : { name }) }, referrer };
}
