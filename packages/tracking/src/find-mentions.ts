import { EMAIL, PHONE } from './identifier-types.ts';
import type { IdentifierValue } from './identifier-types.ts';
import { maxMentions } from './limits.ts';
import { normaliseIdentifier } from './normalise-identifier.ts';
import type { NormaliseOptions } from './normalise-identifier.ts';

/** Deeper than any accepted event; bounds the stack for what is refused. */
const maxScanDepth = 64;
// Begins only where no such character stands before: within a long word every place would be tried otherwise.
const emails =
  /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const phones = /\+[1-9][\d ().-]{5,20}\d/g;

/**
 * E-mail addresses and international phone numbers anywhere in a JSON value, keys included; at most `maxMentions`.
 * Texts in `known` are passed over, and so
 * is what lies deeper than `maxScanDepth`.
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
    const [at, plus] = [text.includes('@', 1), text.includes('+')];
    if ((!at && !plus) || known.has(text)) return;
    if (at) for (const [match] of text.matchAll(emails)) add(EMAIL, match);
    if (plus) for (const [match] of text.matchAll(phones)) add(PHONE, match);
  }

  function scan(part: unknown, depthLeft: number): void {
    if (typeof part === 'string') {
      scanText(part);
    } else if (depthLeft === 0) {
      return;
    } else if (Array.isArray(part)) {
      for (const item of part) scan(item, depthLeft - 1);
    } else if (typeof part === 'object' && part !== null) {
      for (const [key, item] of Object.entries(part)) {
        scanText(key);
        scan(item, depthLeft - 1);
      }
    }
  }

  scan(value, maxScanDepth);
  return [...found.values()];
}
