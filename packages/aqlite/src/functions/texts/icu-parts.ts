/** ICU's character sets, written for the inside of a JavaScript class under the `v` flag. */
export const digit = '\\p{Nd}';
export const word = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d';
export const space = '\\t\\n\\f\\r\\p{Z}';
export const lineEnd = '\\n\\v\\f\\r\\x85\\u2028\\u2029';

/** One character that stands for itself, inside or outside a class. */
export function literal(character: string): string {
  if (/^[\w\s]$/.test(character) || character > '\x7f') return character;
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
