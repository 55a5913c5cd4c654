import { errorAt } from './syntax-error.ts';
import { keywords, type Token, type TokenKind } from './tokens.ts';

const identifier = /(?:\$?[a-zA-Z][_a-zA-Z0-9]*|_+[a-zA-Z]+[_a-zA-Z0-9]*)/y;
const bindName = /@@?(?:_+[a-zA-Z0-9]+[a-zA-Z0-9_]*|[a-zA-Z0-9][a-zA-Z0-9_]*)/y;
const based = /0[bB][01]+|0[xX][0-9a-fA-F]+/y;
const decimal = /(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?/y;
const punctuation = /=~|!~|==|!=|<=|>=|&&|\|\||::|\.\.|[=<>!+\-*/%?:.,(){}[\]]/y;
const space = /(?:[ \t\r\n]+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;

/** All tokens of the text, ended by one of kind `end`; throws 1501. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const push = (
    kind: TokenKind,
    source: string,
    fields: { text?: string; value?: number; quoted?: boolean },
  ) => {
    const { text: content = source, value = 0, quoted = false } = fields;
    tokens.push({ kind, text: content, value, at, quoted });
    at += source.length;
  };
  for (;;) {
    at += take(space)?.length ?? 0;
    if (at >= text.length) break;
    const first = text.charAt(at);
    let source: string | null;
    if (first === '"' || first === "'") {
      source = text.slice(at, closingQuote(text, at, first));
      push('string', source, { text: unescape(source.slice(1, -1)) });
    } else if (first === '`' || first === '´') {
      source = text.slice(at, closingQuote(text, at, first));
      push('name', source, { text: unescape(source.slice(1, -1)), quoted: true });
    } else if ((source = take(identifier)) !== null) {
      const upper = source.toUpperCase();
      if (keywords.has(upper)) push('keyword', source, { text: upper });
      else push('name', source, {});
    } else if ((source = take(based)) !== null) {
      push('integer', source, { value: Number(source) });
    } else if ((source = take(decimal)) !== null) {
      const value = Number(source);
      if (!Number.isFinite(value)) throw errorAt(text, at, 'number out of range', 1504);
      push(/^[0-9]+$/.test(source) ? 'integer' : 'number', source, { value });
    } else if ((source = take(bindName)) !== null) {
      const isData = source.startsWith('@@');
      push(isData ? 'dataBind' : 'bind', source, { text: source.slice(isData ? 2 : 1) });
    } else if ((source = take(punctuation)) !== null) {
      push('punctuation', source, {});
    } else if (text.startsWith('/*', at)) {
      throw errorAt(text, text.length, 'unexpected unterminated multi-line comment');
    } else {
      throw errorAt(text, at, `syntax error, unexpected character`);
    }
  }
  tokens.push({ kind: 'end', text: '', value: 0, at: text.length, quoted: false });
  return tokens;
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === quote) return i + 1;
  }
  const what = quote === '"' || quote === "'" ? 'quoted string' : 'quoted identifier';
  throw errorAt(text, text.length, `syntax error, unexpected unterminated ${what}`);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replaceAll(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, code: string) =>
    code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  );
}
