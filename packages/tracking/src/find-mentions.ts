import { EMAIL, PHONE } from './identifier-types.ts';
import type { IdentifierValue } from './identifier-types.ts';
import { maxMentions } from './limits.ts';
import { normaliseIdentifier } from './normalise-identifier.ts';
import type { NormaliseOptions } from './normalise-identifier.ts';

const emails = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const phones = /\+[1-9][\d ().-]{5,20}\d/g;

/**
 * E-mail addresses and international phone numbers anywhere in a JSON value, keys included; at most `maxMentions`.
 * Texts in `known` are passed over.
 */
export function findMentions(
  value: unknown,
  known: ReadonlySet<string>,
  options: NormaliseOptions,
): readonly IdentifierValue[] {
  const found = new Map<string, IdentifierValue>();

  function add(type: string, text: string): void {
    if (found.size >= maxMentions) return;
    const mention = normaliseIdentifier(type, text, options);
    if (mention !== null) found.set(`${type}:${mention}`, { type, value: mention });
  }

  function scanText(text: string): void {
    const [at, plus] = [text.includes('@'), text.includes('+')];
    if ((!at && !plus) || known.has(text)) return;
    if (at) for (const [match] of text.matchAll(emails)) add(EMAIL, match);
    if (plus) for (const [match] of text.matchAll(phones)) add(PHONE, match);
  }

  function scan(part: unknown): void {
    if (typeof part === 'string') {
      scanText(part);
    } else if (Array.isArray(part)) {
      for (const item of part) scan(item);
    } else if (typeof part === 'object' && part !== null) {
      for (const [key, item] of Object.entries(part)) {
        scanText(key);
        scan(item);
      }
    }
  }

  scan(value);
  return [...found.values()];
}
