import { isTruthy, toNumber, toStringValue } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import { define } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';
import { icuRegex, likeRegex } from './regex-cache.ts';

function invalidRegex(context: FunctionContext): null {
  context.warn(1543, 'invalid regex value');
  return null;
}

/** A function of a text and an expression; null and warning 1543 when the expression is invalid. */
function withRegex(
  name: string,
  arity: readonly [number, number],
  read: { readonly ignoreCaseAt: number; run(text: string, regex: RegExp, args: readonly Value[]): Value },
): FunctionDefinition {
  return define(name, arity, (args, context) => {
    const [text = null, pattern = null] = args;
    const ignoreCase = isTruthy(args[read.ignoreCaseAt] ?? null);
    const regex = icuRegex(toStringValue(pattern), ignoreCase);
    if (regex === null) return invalidRegex(context);
    regex.lastIndex = 0;
    return read.run(toStringValue(text), regex, args);
  });
}

function split(text: string, regex: RegExp, args: readonly Value[]): Value {
  const limit = args[3] === undefined ? Infinity : toNumber(args[3]);
  if (limit < 0) return null;
  if (limit === 0) return [];
  const pieces: Value[] = [];
  let from = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '' && match.index === 0) continue;
    pieces.push(text.slice(from, match.index), ...match.slice(1).map((group) => group ?? ''));
    from = match.index + match[0].length;
    if (pieces.length >= limit) return pieces.slice(0, limit);
  }
  pieces.push(text.slice(from));
  return pieces.slice(0, Number.isFinite(limit) ? limit : pieces.length);
}

/** ICU's replacement text: `$1`, `${name}`, and a backslash before a character that stands for itself. */
function replacementOf(template: string, match: RegExpExecArray): string {
  return template.replaceAll(
    /\\([\s\S])|\$(\d)|\$\{(\w+)\}/g,
    (_, escaped?: string, group?: string, name?: string) => {
      if (escaped !== undefined) return escaped;
      return (group === undefined ? match.groups?.[name ?? ''] : match[Number(group)]) ?? '';
    },
  );
}

function replace(text: string, regex: RegExp, args: readonly Value[]): Value {
  const template = toStringValue(args[2] ?? null);
  let result = '';
  let from = 0;
  for (const match of text.matchAll(regex)) {
    result += text.slice(from, match.index) + replacementOf(template, match);
    from = match.index + match[0].length;
  }
  return result + text.slice(from);
}

export const regexFunctions: readonly FunctionDefinition[] = [
  define('LIKE', [2, 3], ([text = null, pattern = null, ignoreCase = null], context) => {
    const regex = likeRegex(toStringValue(pattern), isTruthy(ignoreCase));
    return regex === null ? invalidRegex(context) : regex.test(toStringValue(text));
  }),
  withRegex('REGEX_TEST', [2, 3], { ignoreCaseAt: 2, run: (text, regex) => regex.test(text) }),
  withRegex('REGEX_MATCHES', [2, 3], {
    ignoreCaseAt: 2,
    run: (text, regex, [, pattern = null]) => {
      if (text === '' && toStringValue(pattern) !== '') return [''];
      const match = regex.exec(text);
      return match === null ? null : [...match].map((group) => (group as string | undefined) ?? '');
    },
  }),
  withRegex('REGEX_SPLIT', [2, 4], { ignoreCaseAt: 2, run: split }),
  withRegex('REGEX_REPLACE', [3, 4], { ignoreCaseAt: 3, run: replace }),
];
