import { ANONYMOUS_ID, EMAIL, PHONE, USER_ID } from './identifier-types.ts';
import { maxIdentifierLength } from './limits.ts';
import { normaliseEmail } from './normalise-email.ts';
import { normalisePhone } from './normalise-phone.ts';

export interface NormaliseOptions {
  /** ISO 3166 code of the country that numbers without a prefix belong to; without it they are no identifiers. */
  readonly defaultCountry?: string;
  /** Takes `name+tag@` for `name@`. Off by default: some systems give such addresses to different people. */
  readonly stripEmailTag?: boolean;
  /** Takes `n.a.m.e@gmail.com` for `name@gmail.com`. Off by default. */
  readonly stripGmailDots?: boolean;
}

const zeros = /^[0-]*$/;

/** The one spelling of a value, by which it is known; null when it is not a valid value of the type. */
export function normaliseIdentifier(
  type: string,
  value: string,
  options: NormaliseOptions = {},
): string | null {
  const text = value.normalize('NFC').trim();
  if (text === '' || text.length > maxIdentifierLength || text.includes('\0') || !text.isWellFormed()) {
    return null;
  }
  switch (type) {
    case USER_ID:
    case ANONYMOUS_ID:
      return text;
    case EMAIL:
      return normaliseEmail(text, options);
    case PHONE:
      return normalisePhone(text, options.defaultCountry);
    case 'ios.idfa':
    case 'android.idfa':
      return zeros.test(text) ? null : text.toUpperCase();
    default:
      return text;
  }
}
