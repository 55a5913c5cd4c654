import { isArray, isDocument, isTruthy, toJson, toStringValue } from '../values/casts.ts';
import { compareStrings } from '../values/collation.ts';
import { equalValues } from '../values/compare.ts';
import { mergeDocuments } from '../values/merge.ts';
import type { Document, Value } from '../values/value.ts';
import { alias, define, invalidArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

function attributes(args: readonly Value[], context: FunctionContext): Value {
  const [value, withoutSystem = null, sorted = null] = args;
  if (!isDocument(value)) return invalidArgument(context, 'ATTRIBUTES');
  const names = Object.keys(value);
  const kept = isTruthy(withoutSystem) ? names.filter((name) => !name.startsWith('_')) : names;
  return isTruthy(sorted) ? kept.toSorted(compareStrings) : kept;
}

function values([value, withoutSystem = null]: readonly Value[], context: FunctionContext): Value {
  if (!isDocument(value)) return invalidArgument(context, 'VALUES');
  return Object.entries(value)
    .filter(([name]) => !isTruthy(withoutSystem) || !name.startsWith('_'))
    .map(([, member]) => member);
}

function valueAt([value = null, path]: readonly Value[], context: FunctionContext): Value {
  if (!isDocument(value) || !isArray(path)) return invalidArgument(context, 'VALUE');
  let current: Value = value;
  for (const step of path) {
    if (typeof step === 'number' && isArray(current)) current = current.at(step) ?? null;
    else if (isDocument(current)) current = ownValue(current, toStringValue(step));
    else return null;
  }
  return current;
}

function ownValue(value: Document, name: string): Value {
  return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

function merging(name: 'MERGE' | 'MERGE_RECURSIVE', recursive: boolean): FunctionDefinition {
  return define(name, [1, Infinity], (args, context) => {
    const [first] = args;
    const documents = args.length === 1 && isArray(first) ? first : args;
    let result: Document = {};
    for (const document of documents) {
      if (!isDocument(document)) return invalidArgument(context, name);
      result = mergeDocuments(result, document, { recursive, keepNull: true });
    }
    return result;
  });
}

function matches([value, examples, asIndex = null]: readonly Value[], context: FunctionContext): Value {
  if (!isDocument(value)) return isTruthy(asIndex) ? -1 : false;
  const list = isArray(examples) ? examples : [examples ?? null];
  if (list.length === 0) {
    context.warn(1542, `invalid argument type in call to function 'MATCHES()'`);
    return isTruthy(asIndex) ? -1 : false;
  }
  const index = list.findIndex((example) => {
    if (!isDocument(example)) {
      invalidArgument(context, 'MATCHES');
      return false;
    }
    return Object.keys(example).every((name) => equalValues(ownValue(value, name), ownValue(example, name)));
  });
  return isTruthy(asIndex) ? index : index !== -1;
}

/** Attribute names given one by one or in arrays; what is no name is passed over. */
function namesIn(args: readonly Value[], name: string, context: FunctionContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const given of args) {
    if (typeof given === 'string' || typeof given === 'number') names.add(toStringValue(given));
    if (!isArray(given)) continue;
    for (const member of given) {
      if (typeof member === 'string') names.add(member);
      else invalidArgument(context, name);
    }
  }
  return names;
}

function selecting(name: string, keep: boolean, recursive: boolean): FunctionDefinition {
  const select = (value: Document, names: ReadonlySet<string>): Document =>
    Object.fromEntries(
      Object.entries(value)
        .filter(([attribute]) => names.has(attribute) === keep)
        .map(([attribute, member]) => [
          attribute,
          recursive && isDocument(member) ? select(member, names) : member,
        ]),
    );
  return define(name, [2, Infinity], ([value, ...rest], context) => {
    if (!isDocument(value)) return invalidArgument(context, name);
    return select(value, namesIn(rest, name, context));
  });
}

function translate(args: readonly Value[], context: FunctionContext): Value {
  const [value = null, table, fallback] = args;
  if (!isDocument(table)) return invalidArgument(context, 'TRANSLATE');
  const name = toStringValue(value);
  return Object.hasOwn(table, name) ? (table[name] ?? null) : (fallback ?? value);
}

function zip([names, members]: readonly Value[], context: FunctionContext): Value {
  if (!isArray(names) || !isArray(members) || names.length !== members.length) {
    return invalidArgument(context, 'ZIP');
  }
  const result = new Map<string, Value>();
  for (const [index, name] of names.entries()) {
    const text = toStringValue(name);
    if (!result.has(text)) result.set(text, members[index] ?? null);
  }
  return Object.fromEntries(result);
}

function parseJson([text]: readonly Value[], context: FunctionContext): Value {
  if (typeof text !== 'string') return invalidArgument(context, 'JSON_PARSE');
  try {
    return JSON.parse(text) as Value;
  } catch {
    return invalidArgument(context, 'JSON_PARSE');
  }
}

const attributesFunction = define('ATTRIBUTES', [1, 3], attributes);

export const objectFunctions: readonly FunctionDefinition[] = [
  define('HAS', [2, 2], ([value, name = null]) =>
    isDocument(value) ? Object.hasOwn(value, toStringValue(name)) : false,
  ),
  attributesFunction,
  alias('KEYS', attributesFunction),
  define('VALUES', [1, 2], values),
  define('VALUE', [2, 2], valueAt),
  merging('MERGE', false),
  merging('MERGE_RECURSIVE', true),
  define('MATCHES', [2, 3], matches),
  selecting('KEEP', true, false),
  selecting('KEEP_RECURSIVE', true, true),
  selecting('UNSET', false, false),
  selecting('UNSET_RECURSIVE', false, true),
  define('TRANSLATE', [2, 3], translate),
  define('ZIP', [2, 2], zip),
  define('JSON_STRINGIFY', [1, 1], ([value = null]) => toJson(value)),
  define('JSON_PARSE', [1, 1], parseJson),
];
