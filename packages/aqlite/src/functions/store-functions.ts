import { ArangoError } from '../errors.ts';
import { isArray, isDocument, toStringValue } from '../values/casts.ts';
import type { Value } from '../values/value.ts';
import { define, defineVolatile, invalidArgument, wrongArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

/** `collection/key` in its two parts; null for what is none. */
function splitId(id: string): { collection: string; key: string } | null {
  const slash = id.indexOf('/');
  if (slash <= 0 || slash === id.length - 1 || id.includes('/', slash + 1)) return null;
  return { collection: id.slice(0, slash), key: id.slice(slash + 1) };
}

/** The document of an id, or of a key in a given collection; null when there is none. */
function findDocument(id: string, collection: string | null, context: FunctionContext): Value {
  const parts = id.includes('/') ? splitId(id) : collection === null ? null : { collection, key: id };
  if (parts === null || (collection !== null && parts.collection !== collection)) return null;
  return context.store.collection(parts.collection)?.get(parts.key) ?? null;
}

function document(args: readonly Value[], context: FunctionContext): Value {
  const [first = null, second = null] = args;
  const collection = args.length === 2 ? toStringValue(first) : null;
  const wanted = args.length === 2 ? second : first;
  if (typeof wanted === 'string') return findDocument(wanted, collection, context);
  if (!isArray(wanted)) return null;
  return wanted
    .map((id) => (typeof id === 'string' ? findDocument(id, collection, context) : null))
    .filter((found) => found !== null);
}

/** The `_id` of a document, or the text itself. */
function idOf(value: Value | undefined): string | null {
  if (typeof value === 'string') return value;
  const id = isDocument(value) ? value['_id'] : null;
  return typeof id === 'string' ? id : null;
}

function collectionOf(value: Value | undefined): string | null {
  const id = idOf(value);
  return id === null ? null : (splitId(id)?.collection ?? id);
}

export const storeFunctions: readonly FunctionDefinition[] = [
  { ...defineVolatile('DOCUMENT', [1, 2], document), collectionArguments: [0] },
  {
    ...defineVolatile('COLLECTION_COUNT', [1, 1], ([name = null], context) => {
      if (typeof name !== 'string') throw wrongArgument('COLLECTION_COUNT');
      const collection = context.store.collection(name);
      if (collection === null) throw new ArangoError(1203, `collection or view not found: ${name}`);
      return collection.count();
    }),
    collectionArguments: [0],
  },
  define('PARSE_IDENTIFIER', [1, 1], ([value], context) => {
    const parts = splitId(idOf(value) ?? '');
    return parts === null ? invalidArgument(context, 'PARSE_IDENTIFIER') : { ...parts };
  }),
  {
    ...define('IS_SAME_COLLECTION', [2, 2], ([left, right], context) => {
      const [first, second] = [collectionOf(left), collectionOf(right)];
      if (first === null || second === null) return invalidArgument(context, 'IS_SAME_COLLECTION');
      return first === second;
    }),
    collectionArguments: [0, 1],
  },
  defineVolatile('CURRENT_DATABASE', [0, 0], (_, context) => context.store.database),
  defineVolatile('CURRENT_USER', [0, 0], (_, context) => context.store.user ?? null),
  defineVolatile('COLLECTIONS', [0, 0], (_, context) =>
    context.store.collections().map(({ id, name }) => ({ _id: id, name })),
  ),
  {
    ...define('SHARD_ID', [2, 2], ([name = null, keys], context) =>
      isDocument(keys) ? toStringValue(name) : invalidArgument(context, 'SHARD_ID'),
    ),
    collectionArguments: [0],
  },
];
