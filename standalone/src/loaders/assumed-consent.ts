import type { JsonObject } from './tracking-message.ts';

/**
 * The public data sets say nothing of consent. So that features show something, one in ten customers is assumed to
 * refuse everything but the service itself, another one advertising only; the rest is assumed to agree. The note
 * in each event says that it is an assumption.
 */
export function assumedConsent(customerNumber: number): JsonObject {
  const share = customerNumber % 10;
  const optional = share !== 7;
  return {
    categoryPreferences: {
      Functional: true,
      Analytics: optional,
      Personalization: optional,
      Marketing: optional,
      Advertising: optional && share !== 3,
      DataSharing: false,
      AI: optional,
    },
    note: 'assumption of the demo, not part of the data set',
  };
}
