import { charactersOf } from '../../values/characters.ts';
import { toNumber, toStringValue } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define } from '../define.ts';
import type { FunctionDefinition } from '../registry-types.ts';

interface Search {
  readonly text: readonly string[];
  readonly sought: readonly string[];
  /** First and last character that a match may cover. */
  readonly start: number;
  readonly end: number;
}

/** null when the bounds leave nothing to search. */
function searchOf([text = null, sought = null, start = null, end = null]: readonly Value[]): Search | null {
  const characters = charactersOf(toStringValue(text));
  const first = Math.trunc(toNumber(start));
  const last = end === null ? characters.length - 1 : Math.trunc(toNumber(end));
  if (first < 0 || (end !== null && (last < first || last < 0))) return null;
  return { text: characters, sought: charactersOf(toStringValue(sought)), start: first, end: last };
}

function matchesAt({ text, sought }: Search, position: number): boolean {
  return sought.every((character, index) => text[position + index] === character);
}

function findFirst(args: readonly Value[]): number {
  const search = searchOf(args);
  if (search === null) return -1;
  const last = Math.min(search.end, search.text.length - 1) - search.sought.length + 1;
  for (let position = search.start; position <= last; position++) {
    if (matchesAt(search, position)) return position;
  }
  return -1;
}

function findLast(args: readonly Value[]): number {
  const search = searchOf(args);
  if (search === null) return -1;
  const last = Math.min(search.end, search.text.length - 1) - search.sought.length + 1;
  for (let position = last; position >= search.start; position--) {
    if (matchesAt(search, position)) return position;
  }
  return -1;
}

export const findFunctions: readonly FunctionDefinition[] = [
  define('FIND_FIRST', [2, 4], findFirst),
  define('FIND_LAST', [2, 4], findLast),
];
