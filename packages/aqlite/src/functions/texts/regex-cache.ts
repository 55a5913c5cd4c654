import { escapeRegex } from '../../values/characters.ts';
import { translateIcuRegex } from './icu-regex.ts';

const compiled = new Map<string, RegExp | null>();
const mostCompiled = 1000;

/** The compiled form of an ICU expression; null when it is none. */
export function icuRegex(pattern: string, ignoreCase: boolean): RegExp | null {
  return cached(`r${ignoreCase ? 'i' : ''}/${pattern}`, () => {
    return new RegExp(translateIcuRegex(pattern), ignoreCase ? 'giv' : 'gv');
  });
}

/** The compiled form of a LIKE pattern: `_` one character, `%` any number, backslash escapes both. */
export function likeRegex(pattern: string, ignoreCase: boolean): RegExp | null {
  return cached(`l${ignoreCase ? 'i' : ''}/${pattern}`, () => {
    const parts = pattern.replaceAll(/\\([\\%_])|([%_])|([\s\S])/gu, (_, escaped, wild, other) => {
      if (wild !== undefined) return wild === '%' ? '.*' : '.';
      return escapeRegex(String(escaped ?? other));
    });
    return new RegExp(`^${parts}$`, ignoreCase ? 'isu' : 'su');
  });
}

function cached(key: string, compile: () => RegExp): RegExp | null {
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const regex = attempt(compile);
  compiled.set(key, regex);
  return regex;
}

function attempt(compile: () => RegExp): RegExp | null {
  try {
    return compile();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
