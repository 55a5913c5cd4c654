import { ArangoError, notImplemented } from '../errors.ts';
import { decodeRevision } from '../values/revision.ts';
import { isArray, isDocument, isTruthy, toStringValue } from '../values/casts.ts';
import { compareValues } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
import { define, defineVolatile, invalidArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

function inRange(args: readonly Value[]): boolean {
  const [value = null, low = null, high = null, withLow = null, withHigh = null] = args;
  const below = compareValues(low, value);
  const above = compareValues(value, high);
  return (isTruthy(withLow) ? below <= 0 : below < 0) && (isTruthy(withHigh) ? above <= 0 : above < 0);
}

function tokens([input = null, name]: readonly Value[], context: FunctionContext): Value {
  const wanted = name === undefined ? 'identity' : toStringValue(name);
  const analyzer = context.store.analyzer(wanted);
  if (analyzer === null)
    throw new ArangoError(10, `failed to find arangosearch analyzer with name '${wanted}'`);
  const tokensOf = (value: Value): Value => {
    if (isArray(value)) return value.map(tokensOf);
    if (typeof value === 'string') return analyzer.tokens(value);
    if (value === null) return [];
    throw notImplemented('TOKENS() of numbers and bools');
  };
  return tokensOf(input);
}

function minMatch(args: readonly Value[], context: FunctionContext): Value {
  const least = args.at(-1);
  if (typeof least !== 'number') return invalidArgument(context, 'MIN_MATCH');
  return args.slice(0, -1).filter(isTruthy).length >= least;
}

/** null when there is no such revision text. */
function decodeRev([revision]: readonly Value[], context: FunctionContext): Value {
  const decoded = typeof revision === 'string' ? decodeRevision(revision) : null;
  if (decoded === null) return invalidArgument(context, 'DECODE_REV');
  return { date: new Date(decoded.time).toISOString(), count: decoded.count };
}

export const miscFunctions: readonly FunctionDefinition[] = [
  define('PASSTHRU', [1, 1], ([value = null]) => value),
  defineVolatile('NOOPT', [1, 1], ([value = null]) => value),
  define('NOEVAL', [1, 1], ([value = null]) => value),
  define('NOT_NULL', [1, Infinity], (args) => args.find((value) => value !== null) ?? null),
  define('FIRST_LIST', [1, Infinity], (args) => args.find(isArray) ?? null),
  define('FIRST_DOCUMENT', [1, Infinity], (args) => args.find(isDocument) ?? null),
  define('IN_RANGE', [5, 5], inRange),
  define('MIN_MATCH', [2, Infinity], minMatch),
  define('TOKENS', [1, 2], tokens),
  define('DECODE_REV', [1, 1], decodeRev),
  define('VERSION', [0, 0], () => '3.11.14'),
  define('CHECK_DOCUMENT', [1, 1], ([value]) => isDocument(value)),
  defineVolatile('FAIL', [0, 1], ([message]) => {
    throw new ArangoError(1569, typeof message === 'string' ? message : 'FAIL() called');
  }),
  defineVolatile('ASSERT', [2, 2], ([condition = null, message], context) => {
    if (typeof message !== 'string') return invalidArgument(context, 'ASSERT');
    if (!isTruthy(condition)) throw new ArangoError(1593, message);
    return true;
  }),
  defineVolatile('WARN', [2, 2], ([condition = null, message], context) => {
    if (typeof message !== 'string') return invalidArgument(context, 'WARN');
    if (!isTruthy(condition)) context.warn(1594, message);
    return isTruthy(condition);
  }),
  defineVolatile('SLEEP', [1, 1], ([seconds], context) => {
    if (typeof seconds !== 'number' || seconds < 0) return invalidArgument(context, 'SLEEP');
    if (seconds > 0) throw notImplemented('SLEEP() of more than 0 seconds');
    return null;
  }),
];
