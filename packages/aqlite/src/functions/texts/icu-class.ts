import { notImplemented } from '../../errors.ts';
import { digit, lineEnd, literal, space, word } from './icu-parts.ts';

const sets: Readonly<Record<string, string>> = {
  d: digit,
  D: '\\P{Nd}',
  w: word,
  W: `[^${word}]`,
  s: space,
  S: `[^${space}]`,
  h: '\\t\\p{Zs}',
  v: lineEnd,
  n: '\\n',
  r: '\\r',
  t: '\\t',
  f: '\\f',
  a: '\\x07',
  e: '\\x1b',
};

const posix: Readonly<Record<string, string>> = {
  alpha: '\\p{Alphabetic}',
  digit,
  alnum: `\\p{Alphabetic}${digit}`,
  upper: '\\p{Uppercase}',
  lower: '\\p{Lowercase}',
  space: '\\p{White_Space}',
  punct: '\\p{P}',
};

/** Translates the class whose `[` ends just before `start`; `end` is the index after its `]`. */
export function translateClass(pattern: string, start: number): { text: string; end: number } {
  let index = start;
  let text = '[';
  if (pattern[index] === '^') {
    text += '^';
    index++;
  }
  let first = true;
  while (index < pattern.length) {
    const member = readMember(pattern, index, first);
    if (member === null) return { text: `${text}]`, end: index + 1 };
    text += member.text;
    index = member.end;
    first = false;
  }
  throw new SyntaxError('missing ]');
}

/** The next member of a class; null at its closing bracket. */
function readMember(pattern: string, index: number, first: boolean): { text: string; end: number } | null {
  const rest = pattern.slice(index);
  if (rest.startsWith(']') && !first) return null;
  const named = /^\[:(\^?)(\w+):\]/.exec(rest);
  if (named !== null) {
    const set = posix[named[2] ?? ''];
    if (set === undefined) throw notImplemented(`[:${named[2]}:] in regular expressions`);
    return { text: named[1] === '^' ? `[^${set}]` : set, end: index + named[0].length };
  }
  if (rest.startsWith('[')) return translateClass(pattern, index + 1);
  if (rest.startsWith('&&') || rest.startsWith('--')) return { text: rest.slice(0, 2), end: index + 2 };
  if (rest.startsWith('\\')) return readEscape(pattern, index + 1);
  const character = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
  const end = index + character.length;
  const isRange = character === '-' && !first && pattern[end] !== ']';
  return { text: isRange ? '-' : literal(character), end };
}

function readEscape(pattern: string, index: number): { text: string; end: number } {
  const rest = pattern.slice(index);
  const kept = /^(?:[pP]\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2})/.exec(rest);
  if (kept !== null) return { text: `\\${kept[0]}`, end: index + kept[0].length };
  const braced = /^x\{([\da-fA-F]{1,6})\}/.exec(rest);
  if (braced !== null) return { text: `\\u{${braced[1]}}`, end: index + braced[0].length };
  if (rest === '') throw new SyntaxError('trailing backslash');
  const character = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
  const end = index + character.length;
  if (Object.hasOwn(sets, character)) return { text: sets[character] ?? '', end };
  if (/[A-Za-z0-9]/.test(character)) throw new SyntaxError(`bad escape \\${character}`);
  return { text: literal(character), end };
}
