import { ArangoError } from '../errors.ts';
import { isDocument } from '../values/casts.ts';
import { mergeDocuments } from '../values/merge.ts';
import type { Document, Value } from '../values/value.ts';

export interface Identity {
  readonly collection: string;
  readonly isEdge: boolean;
  readonly key: string;
  readonly rev: string;
}

const system: ReadonlySet<string> = new Set(['_key', '_id', '_rev', '_from', '_to']);
const mostNesting = 180;

/** The object that a client sends as a document; 1227 for anything else. */
export function requireObject(value: Value): Document {
  if (!isDocument(value)) throw new ArangoError(1227);
  if (isDeeperThan(value, mostNesting)) throw new ArangoError(10, 'too deep nesting in a document');
  return value;
}

function isDeeperThan(value: Value, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  return Object.values(value).some((member: Value) => isDeeperThan(member, levels - 1));
}

/** A document with its system attributes first, as they are stored and answered. */
export function shapeDocument(
  value: Document,
  identity: Identity,
  ends: Document = value,
): { [name: string]: Value } {
  const shaped: Record<string, Value> = {
    _key: identity.key,
    _id: `${identity.collection}/${identity.key}`,
  };
  if (identity.isEdge) {
    shaped['_from'] = edgeEnd(ends['_from']);
    shaped['_to'] = edgeEnd(ends['_to']);
  }
  shaped['_rev'] = identity.rev;
  for (const name of Object.keys(value)) {
    if (system.has(name)) continue;
    if (name === '__proto__') {
      Object.defineProperty(shaped, name, { value: value[name], enumerable: true });
    } else shaped[name] = value[name] ?? null;
  }
  return shaped;
}

function edgeEnd(value: Value | undefined): string {
  if (typeof value !== 'string') throw new ArangoError(1233);
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1 || value.includes('/', slash + 1)) {
    throw new ArangoError(1233);
  }
  return value;
}

/** A patch applied to a stored document. */
export function patchDocument(
  before: Document,
  patch: Document,
  options: { readonly identity: Identity; readonly keepNull: boolean; readonly mergeObjects: boolean },
): { [name: string]: Value } {
  const { identity, keepNull, mergeObjects } = options;
  const merged = mergeDocuments(before, patch, { recursive: mergeObjects, keepNull });
  return shapeDocument(merged, identity, {
    _from: before['_from'] ?? null,
    _to: before['_to'] ?? null,
    ...endsOf(patch),
  });
}

function endsOf(patch: Document): Document {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => name === '_from' || name === '_to'));
}
