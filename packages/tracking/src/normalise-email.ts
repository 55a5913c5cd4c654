// One @, a dot in the domain, no spaces: what is stricter refuses addresses that receive mail.
const address = /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/;
const gmailDomains: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

export interface EmailOptions {
  readonly stripEmailTag?: boolean;
  readonly stripGmailDots?: boolean;
}

/** Lower-case address; null when the text is no address. */
export function normaliseEmail(text: string, options: EmailOptions): string | null {
  const email = text.toLowerCase();
  if (email.length > 254 || !address.test(email)) return null;
  if (options.stripEmailTag !== true && options.stripGmailDots !== true) return email;
  const at = email.indexOf('@');
  const domain = email.slice(at + 1);
  let name = email.slice(0, at);
  if (options.stripEmailTag === true) name = withoutTag(name);
  if (options.stripGmailDots === true && gmailDomains.has(domain)) name = name.replaceAll('.', '');
  return name === '' ? null : `${name}@${domain}`;
}

function withoutTag(name: string): string {
  const plus = name.indexOf('+');
  return plus > 0 ? name.slice(0, plus) : name;
}
