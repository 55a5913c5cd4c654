import { notImplemented } from '../../errors.ts';
import { functions } from '../../functions/registry.ts';
import { isTruthy, toNumber, toStringValue } from '../../values/casts.ts';
import { compareValues } from '../../values/compare.ts';
import type { Value } from '../../values/value.ts';
import type { Expression } from '../ast.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Evaluate } from '../run/runtime.ts';
import { countPhrase, type Gap } from './indexed-fields.ts';
import { matchTokens, searchField } from './search-comparison.ts';
import type { SearchScope, SearchTest } from './search-condition.ts';

type Call = Expression & { kind: 'call' };

/** The functions of SEARCH that look into a view's fields. */
export function compileSearchCall(node: Call, scope: SearchScope): SearchTest {
  switch (node.name) {
    case 'ANALYZER': {
      const [inner, name] = [argument(node, 0), scope.context.part(argument(node, 1))];
      return scope.compile(inner, { ...scope, analyzer: (frame) => toStringValue(name(frame)) });
    }
    case 'BOOST': {
      const [inner, factor] = [argument(node, 0), scope.context.part(argument(node, 1))];
      const outer = scope.boost;
      return scope.compile(inner, {
        ...scope,
        boost: (frame) => toNumber(factor(frame)) * (outer?.(frame) ?? 1),
      });
    }
    case 'PHRASE':
      return compilePhrase(node, scope);
    case 'STARTS_WITH':
      return compileStartsWith(node, scope);
    case 'EXISTS':
      return compileExists(node, scope);
    case 'IN_RANGE':
      return compileInRange(node, scope);
    case 'MIN_MATCH':
      return compileMinMatch(node, scope);
    case 'LIKE':
      return compileLike(node, scope);
    default:
      throw notImplemented(`${node.name}() in SEARCH`);
  }
}

function argument(node: Call, index: number): Expression {
  const found = node.args[index];
  if (found !== undefined) return found;
  throw parsingError(1541, `invalid number of arguments for function '${node.name}()'`);
}

function field(node: Call, scope: SearchScope): string {
  const path = searchField(argument(node, 0), scope);
  if (path !== null) return path;
  throw parsingError(10, `${node.name}() in SEARCH needs an attribute of '${scope.variable}'`);
}

/** PHRASE(field, words, skip, words ..., analyzer): the last of an even number of arguments after the field. */
function compilePhrase(node: Call, scope: SearchScope): SearchTest {
  const path = field(node, scope);
  const parts = node.args.slice(1);
  const named = parts.length > 1 && parts.length % 2 === 0 ? parts.at(-1) : undefined;
  const evaluated = (named === undefined ? parts : parts.slice(0, -1)).map((part) =>
    scope.context.part(part),
  );
  const name = named === undefined ? null : scope.context.part(named);
  const condition = scope.nextCondition();
  return (candidate) => {
    const { frame, document, fields, hits } = candidate;
    const analyzer = name === null ? (scope.analyzer?.(frame) ?? null) : toStringValue(name(frame));
    const words = evaluated.flatMap((part) => wordsOf(part(frame), analyzer, fields));
    const indexed = fields.read(document, path, analyzer);
    const frequency = countPhrase(indexed, words);
    if (frequency === 0) return false;
    const length = indexed.values.reduce((sum, tokens) => sum + tokens.length, 0);
    hits.push({ condition: `${condition}`, frequency, length, boost: scope.boost?.(frame) ?? 1 });
    return true;
  };
}

function wordsOf(
  part: Value,
  analyzer: string | null,
  fields: Parameters<SearchTest>[0]['fields'],
): readonly (Value | Gap)[] {
  if (typeof part === 'number') return [{ gap: part }];
  if (Array.isArray(part))
    return (part as readonly Value[]).flatMap((each) => wordsOf(each, analyzer, fields));
  if (typeof part !== 'string') throw notImplemented('PHRASE() with an object token');
  if (analyzer === null || analyzer === 'identity') return [part];
  return fields.analyzer(analyzer)?.tokens(part) ?? [];
}

function compileStartsWith(node: Call, scope: SearchScope): SearchTest {
  const prefixes = scope.context.part(argument(node, 1));
  const least = node.args[2] === undefined ? null : scope.context.part(node.args[2]);
  const matches = matchTokens(field(node, scope), scope, (prefix) => {
    return (token) => typeof token === 'string' && typeof prefix === 'string' && token.startsWith(prefix);
  });
  return (candidate) => {
    const wanted = prefixes(candidate.frame);
    if (!Array.isArray(wanted)) return matches(candidate, wanted);
    const needed = least === null ? 1 : toNumber(least(candidate.frame));
    const found = (wanted as readonly Value[]).filter((prefix) => matches(candidate, prefix)).length;
    return found >= needed;
  };
}

function compileExists(node: Call, scope: SearchScope): SearchTest {
  const path = field(node, scope);
  const type = node.args[1] === undefined ? null : scope.context.part(node.args[1]);
  return ({ frame, document, fields }) => {
    const values = fields.read(document, path, scope.analyzer?.(frame) ?? null).values.flat();
    const wanted = type === null ? null : toStringValue(type(frame));
    return values.some((value) => (wanted === null ? value !== null : isOfType(value, wanted)));
  };
}

function isOfType(value: Value, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'bool':
      return typeof value === 'boolean';
    case 'numeric':
      return typeof value === 'number';
    case 'string':
    case 'analyzer':
      return typeof value === 'string';
    default:
      throw notImplemented(`EXISTS() with type '${type}'`);
  }
}

function compileInRange(node: Call, scope: SearchScope): SearchTest {
  const [low, high, includeLow, includeHigh] = [1, 2, 3, 4].map((i) =>
    scope.context.part(argument(node, i)),
  ) as [Evaluate, Evaluate, Evaluate, Evaluate];
  const matches = matchTokens(field(node, scope), scope, (bounds) => (token) => {
    const [from, to, withFrom, withTo] = bounds as readonly [Value, Value, boolean, boolean];
    const [lower, upper] = [compareValues(token, from), compareValues(token, to)];
    return (lower > 0 || (withFrom && lower === 0)) && (upper < 0 || (withTo && upper === 0));
  });
  return (candidate) => {
    const { frame } = candidate;
    return matches(candidate, [
      low(frame),
      high(frame),
      isTruthy(includeLow(frame)),
      isTruthy(includeHigh(frame)),
    ]);
  };
}

function compileMinMatch(node: Call, scope: SearchScope): SearchTest {
  const least = scope.context.part(argument(node, node.args.length - 1));
  const tests = node.args.slice(0, -1).map((part) => scope.compile(part, scope));
  return (candidate) => tests.filter((test) => test(candidate)).length >= toNumber(least(candidate.frame));
}

function compileLike(node: Call, scope: SearchScope): SearchTest {
  const pattern = scope.context.part(argument(node, 1));
  const like = functions.get('LIKE');
  const matches = matchTokens(field(node, scope), scope, (wanted, frame) => (token) => {
    return isTruthy(like?.call([token, wanted], frame.runtime.functions) ?? null);
  });
  return (candidate) => matches(candidate, pattern(candidate.frame));
}
