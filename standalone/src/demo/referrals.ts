import type { Faker } from '@faker-js/faker';
import { minuteMs } from './calendar.ts';
import type { DraftEvent } from './demo-event.ts';
import type { Person } from './people.ts';

export interface Referral {
  readonly referrer: Person;
  readonly referred: Person;
}

/** One in five was brought by somebody who was a customer before; the first ones by the featured customer. */
export function chooseReferrals(
  faker: Faker,
  people: readonly Person[],
  featured: Person,
): readonly Referral[] {
  const byJoining = people.toSorted((a, b) => a.joinedAt - b.joinedAt);
  const referrals: Referral[] = [];
  for (const [place, referred] of byJoining.entries()) {
    if (referred === featured || !faker.datatype.boolean(0.2)) continue;
    const earlier = byJoining.slice(0, place).filter(({ leftAt }) => leftAt > referred.joinedAt);
    const byFeatured = referrals.filter(({ referrer }) => referrer === featured).length;
    if (earlier.includes(featured) && byFeatured < 3) referrals.push({ referrer: featured, referred });
    else if (earlier.length > 0) referrals.push({ referrer: faker.helpers.arrayElement(earlier), referred });
  }
  return referrals;
}

/** The shop rewards the referrer when the friend has an account; the event names the friend by user id. */
export function referralEvent({ referrer, referred }: Referral): DraftEvent {
  return {
    source: 'web',
    time: referred.joinedAt + 20 * minuteMs,
    message: {
      type: 'track',
      userId: referrer.userId,
      event: 'Referral',
      properties: {
        referred_user_id: referred.userId,
        program: 'bring-a-friend',
        reward: 10,
        currency: 'USD',
      },
    },
  };
}
