import { charactersOf } from '../../values/characters.ts';
import { notImplemented } from '../../errors.ts';
import { translateClass } from './icu-class.ts';
import { digit, lineEnd, literal, space, word } from './icu-parts.ts';

/** Rewrites an ICU regular expression for JavaScript's `v` flag; throws SyntaxError for what is no expression. */
export function translateIcuRegex(pattern: string): string {
  return new Translation(pattern).run();
}

const simpleEscapes: Readonly<Record<string, string>> = {
  d: digit,
  D: `[^${digit}]`,
  w: `[${word}]`,
  W: `[^${word}]`,
  s: `[${space}]`,
  S: `[^${space}]`,
  h: '[\\t\\p{Zs}]',
  H: '[^\\t\\p{Zs}]',
  v: `[${lineEnd}]`,
  V: `[^${lineEnd}]`,
  R: `(?:\\r\\n|[${lineEnd}])`,
  b: `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
  B: `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: `(?=(?:\\r\\n|[${lineEnd}])?(?![\\s\\S]))`,
  a: '\\x07',
  e: '\\x1b',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  f: '\\f',
};

class Translation {
  readonly #pattern: string;
  #index = 0;
  #dotAll = false;
  #multiline = false;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  run(): string {
    let out = '';
    /** What closes each open group, with the flags to restore. */
    const open: { close: string; dotAll: boolean; multiline: boolean }[] = [];
    let pending = '';
    while (this.#index < this.#pattern.length) {
      const character = this.#take();
      if (character === '(') {
        const group = this.#group();
        if (group.inline) {
          pending += ')';
          const last = open.at(-1);
          if (last !== undefined) [last.close, pending] = [`)${last.close}`, ''];
        } else {
          open.push({ close: ')', dotAll: this.#dotAll, multiline: this.#multiline });
          if (group.flags !== null) this.#setFlags(group.flags);
        }
        out += group.text;
      } else if (character === ')') {
        const closed = open.pop();
        if (closed === undefined) throw new SyntaxError('unmatched )');
        this.#dotAll = closed.dotAll;
        this.#multiline = closed.multiline;
        out += closed.close;
      } else out += this.#atom(character);
    }
    return out + pending;
  }

  #take(): string {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#index) ?? 0);
    this.#index += character.length;
    return character;
  }

  #atom(character: string): string {
    switch (character) {
      case '\\':
        return this.#escape();
      case '[': {
        const { text, end } = translateClass(this.#pattern, this.#index);
        this.#index = end;
        return text;
      }
      case '.':
        return this.#dotAll ? '[\\s\\S]' : `[^${lineEnd}]`;
      case '^':
        return this.#multiline ? `(?<![^${lineEnd}])` : '(?<![\\s\\S])';
      case '$':
        return this.#multiline ? `(?![^${lineEnd}])` : (simpleEscapes['Z'] ?? '');
      case '*':
      case '+':
      case '?':
        return character + this.#quantifierSuffix();
      case '{':
        return this.#bounds();
      case '|':
        return '|';
      default:
        return literal(character);
    }
  }

  #bounds(): string {
    const match = /^(\d+)(,(\d*))?\}/.exec(this.#pattern.slice(this.#index));
    if (match === null) throw new SyntaxError('bad interval');
    this.#index += match[0].length;
    return `{${match[0]}${this.#quantifierSuffix()}`;
  }

  #quantifierSuffix(): string {
    const next = this.#pattern[this.#index];
    if (next === '+') throw notImplemented('possessive quantifiers in regular expressions');
    if (next !== '?') return '';
    this.#index++;
    return '?';
  }

  #escape(): string {
    if (this.#index >= this.#pattern.length) throw new SyntaxError('trailing backslash');
    const rest = this.#pattern.slice(this.#index);
    const quoted = /^Q([\s\S]*?)(?:\\E|$)/.exec(rest);
    if (quoted !== null) {
      this.#index += quoted[0].length;
      return charactersOf(quoted[1] ?? '')
        .map(literal)
        .join('');
    }
    const kept = /^(?:[pP]\{[^}]*\}|k<\w+>|[1-9]\d?|u[\da-fA-F]{4}|x[\da-fA-F]{2})/.exec(rest);
    if (kept !== null) {
      this.#index += kept[0].length;
      return `\\${kept[0]}`;
    }
    const braced = /^x\{([\da-fA-F]{1,6})\}/.exec(rest);
    if (braced !== null) {
      this.#index += braced[0].length;
      return `\\u{${braced[1]}}`;
    }
    const character = this.#take();
    const simple = Object.hasOwn(simpleEscapes, character) ? simpleEscapes[character] : undefined;
    if (simple !== undefined) return simple;
    if (/[GNXcCyY]/.test(character)) {
      throw notImplemented(`\\${character} in regular expressions`);
    }
    if (/[A-Za-z]/.test(character)) throw new SyntaxError(`bad escape \\${character}`);
    return literal(character);
  }

  /** Reads what follows an opening parenthesis. */
  #group(): { text: string; inline: boolean; flags: string | null } {
    const rest = this.#pattern.slice(this.#index);
    if (!rest.startsWith('?')) return { text: '(', inline: false, flags: null };
    if (rest.startsWith('?>')) throw notImplemented('atomic groups in regular expressions');
    const kept = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(rest);
    if (kept !== null) {
      this.#index += kept[0].length;
      return { text: `(${kept[0]}`, inline: false, flags: null };
    }
    const flags = /^\?([a-z]*(?:-[a-z]+)?)([:)])/.exec(rest);
    if (flags === null) throw new SyntaxError('bad group');
    this.#index += flags[0].length;
    const names = flags[1] ?? '';
    if (/[^ims-]/.test(names)) throw notImplemented(`flags (?${names}) in regular expressions`);
    const inline = flags[2] === ')';
    if (inline) this.#setFlags(names);
    return { text: `(?${caseFlag(names)}:`, inline, flags: inline ? null : names };
  }

  #setFlags(names: string): void {
    const [on = '', off = ''] = names.split('-');
    if (on.includes('s')) this.#dotAll = true;
    if (off.includes('s')) this.#dotAll = false;
    if (on.includes('m')) this.#multiline = true;
    if (off.includes('m')) this.#multiline = false;
  }
}

/** Only the case flag is left to JavaScript; `.`, `^` and `$` are written out. */
function caseFlag(names: string): string {
  const [on = '', off = ''] = names.split('-');
  if (on.includes('i')) return 'i';
  return off.includes('i') ? '-i' : '';
}
