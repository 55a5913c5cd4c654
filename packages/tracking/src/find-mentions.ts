import { EMAIL, PHONE } from './identifier-types.ts';
import type { IdentifierValue } from './identifier-types.ts';
import { maxMentions } from './limits.ts';
import { normaliseEmail } from './normalise-email.ts';
import { normalisePhone } from './normalise-phone.ts';

const emails = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const phones = /\+[1-9][\d ().-]{5,20}\d/g;

/** E-mail addresses and international phone numbers anywhere in a JSON value, keys included; at most `maxMentions`. */
export function findMentions(value: unknown): readonly IdentifierValue[] {
  const found = new Map<string, IdentifierValue>();
  scan(value, found);
  return [...found.values()];
}

function scan(value: unknown, found: Map<string, IdentifierValue>): void {
  if (typeof value === 'string') {
    scanText(value, found);
  } else if (Array.isArray(value)) {
    for (const item of value) scan(item, found);
  } else if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>; // no array, not null
    for (const key of Object.keys(object)) {
      scanText(key, found);
      scan(object[key], found);
    }
  }
}

function scanText(text: string, found: Map<string, IdentifierValue>): void {
  if (text.includes('@')) {
    for (const [match] of text.matchAll(emails)) add(found, EMAIL, normaliseEmail(match, {}));
  }
  if (text.includes('+')) {
    for (const [match] of text.matchAll(phones)) {
      if (found.size < maxMentions) add(found, PHONE, normalisePhone(match, undefined));
    }
  }
}

function add(found: Map<string, IdentifierValue>, type: string, value: string | null): void {
  if (value !== null && found.size < maxMentions) found.set(`${type}:${value}`, { type, value });
}
