/** What stands in the place of a value that the caller may not see. */
export const MASK = '***';

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const IDENTIFYING = /@|(?:\d[\s().-]?){7,}/;

/** `jane@example.com` becomes `j***@example.com`; a text that is not an address is masked whole. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  if (at < 1 || !DOMAIN.test(domain)) return MASK;
  return `${firstLetter(email)}${MASK}@${domain}`;
}

/** `+49 170 1234567` becomes `***67`; a text with fewer than seven digits is masked whole. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 7 ? MASK : `${MASK}${digits.slice(-2)}`;
}

/** `Jane` becomes `J***`; what does not begin with a letter is masked whole. */
export function maskName(name: string): string {
  const first = firstLetter(name.trim());
  return /^\p{L}$/u.test(first) ? `${first}${MASK}` : MASK;
}

/** `1985-04-12` becomes `1985`; a text that is not an ISO 8601 day is masked whole. */
export function maskBirthday(birthday: string): string {
  return /^(\d{4})-\d{2}-\d{2}(?:$|T)/.exec(birthday)?.[1] ?? MASK;
}

/** Every text, number, true and false of a JSON value is masked; its shape and its nulls stay. */
export function maskJson(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(maskJson);
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [maskIdentifying(name), maskJson(member)]),
    );
  }
  return MASK;
}

/** A text that is not personal by itself, unless it looks like an e-mail address or a phone number. */
export function maskIdentifying(text: string): string {
  return IDENTIFYING.test(text) ? MASK : text;
}

function firstLetter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 42);
}
