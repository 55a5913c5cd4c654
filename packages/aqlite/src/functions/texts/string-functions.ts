import { charactersOf, escapeRegex } from '../../values/characters.ts';
import { isArray, isDocument, isTruthy, toNumber, toStringValue } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';

function concat(args: readonly Value[]): string {
  const [first] = args;
  const values = args.length === 1 && isArray(first) ? first : args;
  return values.map(toStringValue).join('');
}

function concatSeparated([separator = null, ...rest]: readonly Value[]): string {
  const [first] = rest;
  const values = rest.length === 1 && isArray(first) ? first : rest;
  return values
    .filter((value) => value !== null)
    .map(toStringValue)
    .join(toStringValue(separator));
}

function substring([value = null, offset = null, length]: readonly Value[]): string {
  const characters = charactersOf(toStringValue(value));
  const from = Math.trunc(toNumber(offset));
  const first = from < 0 ? Math.max(0, characters.length + from) : from;
  const count = length === undefined ? Infinity : Math.trunc(toNumber(length));
  return count <= 0 ? '' : characters.slice(first, first + count).join('');
}

function substringBytes(args: readonly Value[], context: FunctionContext): Value {
  const [value = null, offset = null, length = null] = args;
  const bytes = Buffer.from(toStringValue(value));
  const from = Math.trunc(toNumber(offset));
  const first = from < 0 ? Math.max(0, bytes.length + from) : from;
  const count = length === null ? bytes.length : Math.trunc(toNumber(length));
  const cut = bytes.subarray(first, Math.max(first, first + count));
  const isWhole = !isContinuation(cut[0]) && !isContinuation(bytes[first + cut.length]);
  return isWhole ? cut.toString() : invalidArgument(context, 'SUBSTRING_BYTES');
}

/** A byte inside a UTF-8 sequence. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function left([value = null, count = null]: readonly Value[]): string {
  return charactersOf(toStringValue(value))
    .slice(0, Math.max(0, Math.trunc(toNumber(count))))
    .join('');
}

function right([value = null, count = null]: readonly Value[]): string {
  const wanted = Math.trunc(toNumber(count));
  return wanted <= 0 ? '' : charactersOf(toStringValue(value)).slice(-wanted).join('');
}

function trimmed(text: string, set: ReadonlySet<string>, sides: { start: boolean; end: boolean }): string {
  const characters = charactersOf(text);
  let [first, last] = [0, characters.length];
  while (sides.start && first < last && set.has(characters[first] ?? '')) first++;
  while (sides.end && last > first && set.has(characters[last - 1] ?? '')) last--;
  return characters.slice(first, last).join('');
}

function trimming(name: string, sides: { start: boolean; end: boolean }): FunctionDefinition {
  return define(name, [1, 2], ([value = null, chars = null]) => {
    const text = toStringValue(value);
    const white = new Set('\r\n \t');
    if (name === 'TRIM' && typeof chars === 'number') {
      return trimmed(text, white, { start: chars !== 2, end: chars !== 1 });
    }
    return trimmed(text, chars === null ? white : new Set(toStringValue(chars)), sides);
  });
}

function split(args: readonly Value[], context: FunctionContext): Value {
  const [value = null, separator = null, limit] = args;
  if (args.length === 1) return [value];
  if (isDocument(separator)) return invalidArgument(context, 'SPLIT');
  if (limit !== undefined && typeof limit !== 'number') return invalidArgument(context, 'SPLIT');
  const most = limit === undefined ? Infinity : Math.trunc(limit);
  if (most < 0) return null;
  const text = toStringValue(value);
  const separators = (isArray(separator) ? separator : [separator]).map(toStringValue);
  const pieces = separators.includes('')
    ? charactersOf(text)
    : text.split(new RegExp(separators.map((part) => escapeRegex(part)).join('|') || '(?!)', 'u'));
  return Number.isFinite(most) ? pieces.slice(0, most) : pieces;
}

interface Substitution {
  /** What is sought and what takes its place. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly limit: Value | undefined;
}

/** null when an argument is of another type than text, array of texts or object of texts. */
function substitutionOf(args: readonly Value[]): Substitution | null {
  const [, search = null, replacement = ''] = args;
  const isText = (value: Value): boolean => value === null || typeof value === 'string';
  if (isDocument(search)) {
    const entries = Object.entries(search);
    if (!entries.every(([, to]) => isText(to))) return null;
    return { pairs: entries.map(([from, to]) => [from, toStringValue(to)]), limit: args[2] };
  }
  const sought = isArray(search) ? search : [search];
  if (!sought.every((from) => typeof from === 'string')) return null;
  if (typeof replacement !== 'string' && !(isArray(replacement) && replacement.every(isText))) return null;
  const pairs = sought.map((from, index): [string, string] => [
    from,
    typeof replacement === 'string' ? replacement : toStringValue(replacement[index] ?? null),
  ]);
  return { pairs, limit: args[3] };
}

function substitute(args: readonly Value[], context: FunctionContext): Value {
  const substitution = substitutionOf(args);
  if (substitution === null) return invalidArgument(context, 'SUBSTITUTE');
  const { limit } = substitution;
  const text = toStringValue(args[0] ?? null);
  const pairs = substitution.pairs.filter(([from]) => from !== '');
  const most = limit === undefined ? -1 : Math.trunc(toNumber(limit));
  if (pairs.length === 0 || most === 0) return text;
  let left = most === -1 ? Infinity : Math.max(1, most);
  const table = new Map(pairs.toReversed());
  const pattern = new RegExp(pairs.map(([from]) => escapeRegex(from)).join('|'), 'gu');
  return text.replaceAll(pattern, (found) => {
    if (left <= 0) return found;
    left--;
    return table.get(found) ?? '';
  });
}

function startsWith([text = null, prefix = null, least = null]: readonly Value[]): Value {
  if (typeof text !== 'string') return false;
  const prefixes = isArray(prefix) ? prefix : [prefix];
  const matched = prefixes.filter((one) => typeof one === 'string' && text.startsWith(one)).length;
  return matched >= (least === null ? 1 : toNumber(least));
}

export const stringFunctions: readonly FunctionDefinition[] = [
  define('CONCAT', [1, Infinity], concat),
  define('CONCAT_SEPARATOR', [2, Infinity], concatSeparated),
  define('CHAR_LENGTH', [1, 1], ([value = null]) => charactersOf(toStringValue(value)).length),
  define('LOWER', [1, 1], ([value = null]) => toStringValue(value).toLowerCase()),
  define('UPPER', [1, 1], ([value = null]) => toStringValue(value).toUpperCase()),
  define('SUBSTRING', [2, 3], substring),
  define('SUBSTRING_BYTES', [2, 3], substringBytes),
  define('LEFT', [2, 2], left),
  define('RIGHT', [2, 2], right),
  trimming('TRIM', { start: true, end: true }),
  trimming('LTRIM', { start: true, end: false }),
  trimming('RTRIM', { start: false, end: true }),
  define('SPLIT', [1, 3], split),
  define('SUBSTITUTE', [2, 4], substitute),
  define('STARTS_WITH', [2, 3], startsWith),
  define('CONTAINS', [2, 3], ([text = null, search = null, asIndex = null]) => {
    const haystack = toStringValue(text);
    const needle = toStringValue(search);
    const index = needle === '' ? -1 : haystack.indexOf(needle);
    if (!isTruthy(asIndex)) return index !== -1;
    return index === -1 ? -1 : charactersOf(haystack.slice(0, index)).length;
  }),
];
