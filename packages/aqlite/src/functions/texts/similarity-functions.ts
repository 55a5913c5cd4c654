import { charactersOf } from '../../values/characters.ts';
import { isTruthy, toNumber, toStringValue } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionDefinition } from '../registry-types.ts';

/** Edits between two texts; a swap of neighbours counts one with `swaps` (Damerau), else two. */
export function editDistance(left: string, right: string, swaps: boolean): number {
  const [a, b] = [charactersOf(left), charactersOf(right)];
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, character] of a.entries()) {
    const current = [row + 1];
    for (const [column, other] of b.entries()) {
      const replaced = (previous[column] ?? 0) + (character === other ? 0 : 1);
      let least = Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1);
      const swapped = swaps && row > 0 && column > 0 && character === b[column - 1] && other === a[row - 1];
      if (swapped) least = Math.min(least, (beforePrevious[column - 1] ?? 0) + 1);
      current.push(least);
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}

function grams(text: string, size: number): string[][] {
  const characters = charactersOf(text);
  const count = Math.max(0, characters.length - size + 1);
  return Array.from({ length: count }, (_, index) => characters.slice(index, index + size));
}

/** Kondrak's n-gram similarity (2005): the best common sequence of n-grams over the number of n-grams. */
function ngramSimilarity(name: string, positional: boolean): FunctionDefinition {
  return define(name, [3, 3], ([input, target, sizeValue], context) => {
    if (typeof input !== 'string' || typeof target !== 'string' || typeof sizeValue !== 'number') {
      return invalidArgument(context, name);
    }
    const size = Math.trunc(sizeValue);
    if (size < 1) return invalidArgument(context, name);
    const [left, right] = [grams(input, size), grams(target, size)];
    const total = positional ? Math.max(left.length, right.length) : right.length;
    if (left.length === 0 || right.length === 0) return input === target ? 1 : 0;
    return Math.fround(bestSequence(left, right, positional) / total);
  });
}

function bestSequence(left: string[][], right: string[][], positional: boolean): number {
  let previous = Array.from({ length: right.length + 1 }, () => 0);
  for (const gram of left) {
    const current = [0];
    for (const [column, other] of right.entries()) {
      const score = (previous[column] ?? 0) + likeness(gram, other, positional);
      current.push(Math.max(score, previous[column + 1] ?? 0, current[column] ?? 0));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

function likeness(gram: readonly string[], other: readonly string[], positional: boolean): number {
  const same = gram.filter((character, index) => character === other[index]).length;
  if (positional) return same / gram.length;
  return same === gram.length ? 1 : 0;
}

const soundexCodes: Readonly<Record<string, string>> = Object.fromEntries(
  ['BFPV', 'CGJKQSXZ', 'DT', 'L', 'MN', 'R'].flatMap((letters, index) =>
    charactersOf(letters).map((letter) => [letter, String(index + 1)]),
  ),
);

/** Letter and three digits; H and W do not part letters of one code, vowels do. */
function soundex(text: string): string {
  const letters = charactersOf(text.toUpperCase()).filter((letter) => letter >= 'A' && letter <= 'Z');
  const [first] = letters;
  if (first === undefined) return '';
  let result = first;
  let last = soundexCodes[first] ?? '';
  for (const letter of letters.slice(1)) {
    const code = soundexCodes[letter] ?? '';
    if (code !== '' && code !== last) result += code;
    if (letter !== 'H' && letter !== 'W') last = code;
    if (result.length === 4) break;
  }
  return result.padEnd(4, '0');
}

function levenshteinMatch(args: readonly Value[]): Value {
  const [text, target, distance = null, swaps = true, , prefix = null] = args;
  if (typeof text !== 'string' || typeof target !== 'string') return false;
  return editDistance(text, toStringValue(prefix) + target, isTruthy(swaps)) <= toNumber(distance);
}

export const similarityFunctions: readonly FunctionDefinition[] = [
  define('LEVENSHTEIN_DISTANCE', [2, 2], ([left = null, right = null]) =>
    editDistance(toStringValue(left), toStringValue(right), true),
  ),
  define('LEVENSHTEIN_MATCH', [3, 6], levenshteinMatch),
  ngramSimilarity('NGRAM_SIMILARITY', false),
  ngramSimilarity('NGRAM_POSITIONAL_SIMILARITY', true),
  define('SOUNDEX', [1, 1], ([value = null]) => soundex(toStringValue(value).trim())),
];
