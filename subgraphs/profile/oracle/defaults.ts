import type { Limits } from './evidence.ts';

const DAY = 86_400_000;
const year = { limit: 5, windowMs: 365 * DAY };

/** The limits that `docs/identity-resolution.md` and the vocabulary name, written down a second time. */
export const pageLimits: Limits = {
  autoBlockUsers: 5,
  maxIdentifiers: 1_000,
  maxMerges: 100,
  types: {
    user_id: { limit: 1, windowMs: null },
    email: year,
    phone: year,
    'ios.id': year,
    'ios.idfa': year,
    'android.id': year,
    'android.idfa': year,
    'ios.push_token': year,
    'android.push_token': year,
    ga_client_id: { limit: 5, windowMs: 30 * DAY },
    anonymous_id: { limit: 5, windowMs: 7 * DAY },
  },
};

export const pageConsentCategories: Readonly<Record<string, string>> = {
  Functional: 'FUNCTIONAL',
  Essential: 'FUNCTIONAL',
  Analytics: 'ANALYTICS',
  Performance: 'ANALYTICS',
  Personalization: 'PERSONALISATION',
  Personalisation: 'PERSONALISATION',
  Marketing: 'MARKETING',
  Email: 'MARKETING',
  Advertising: 'ADVERTISING',
  DataSharing: 'DATA_SHARING',
  AI: 'AI_PROCESSING',
};

const nobody: ReadonlySet<string> = new Set(
  [
    '',
    '-1',
    'null',
    'none',
    'undefined',
    'NaN',
    '[object Object]',
    'anonymous',
    'guest',
    'not_authenticated',
    'true',
    'false',
    'id',
    'distinct_id',
    'email',
    'invalid',
  ].map((value) => value.toLowerCase()),
);

export function matchesPattern(_type: string, value: string): boolean {
  return nobody.has(value.toLowerCase()) || /^[0-]*$/.test(value);
}
