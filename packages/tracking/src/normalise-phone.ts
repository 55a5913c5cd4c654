import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * E.164; null when the text is no number, is national and no country is known, or has an extension: that is the
 * number of a switchboard.
 */
export function normalisePhone(text: string, defaultCountry: string | undefined): string | null {
  if (text.length > 40) return null;
  const country =
    defaultCountry !== undefined && isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const phone = parsePhoneNumberFromString(text, {
    ...(country && { defaultCountry: country }),
    extract: false,
  });
  if (phone === undefined || phone.ext !== undefined || !phone.isPossible()) return null;
  return phone.number;
}
