import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';

/** What a visitor said to the consent banner. */
export type ConsentChoice = 'all' | 'no-advertising' | 'necessary';

export const chooseConsent = (faker: Faker): ConsentChoice =>
  faker.helpers.weightedArrayElement([
    { weight: 62, value: 'all' },
    { weight: 20, value: 'no-advertising' },
    { weight: 18, value: 'necessary' },
  ]);

/** `context.consent` for a choice. The demo assumes these choices, as it makes up everything else. */
export function consentContext(choice: ConsentChoice): JsonObject {
  const optional = choice !== 'necessary';
  const advertising = choice === 'all';
  return {
    categoryPreferences: {
      Functional: true,
      Analytics: optional,
      Personalization: optional,
      Marketing: optional,
      Advertising: advertising,
      DataSharing: advertising,
      AI: optional,
    },
    note: 'assumption of the demo',
  };
}
