import { ArangoError, notImplemented } from '../errors.ts';
import { isArray, isDocument, toStringValue } from '../values/casts.ts';
import type { Document, Value } from '../values/value.ts';

/** A secondary index as it was asked for, with its defaults. */
export interface IndexDefinition {
  readonly id: string;
  readonly name: string;
  readonly type: 'persistent' | 'ttl' | 'inverted';
  readonly fields: readonly string[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly deduplicate: boolean;
  readonly estimates: boolean;
  readonly cacheEnabled: boolean;
  readonly storedValues: readonly string[];
  /** Seconds after the indexed time; null but for `ttl`. */
  readonly expireAfter: number | null;
  /** Of an inverted index: its definition as given. */
  readonly inverted: Document | null;
}

const mostFields = 32;

/** Checks the body of an index creation; throws 10 for what 3.11 refuses and 9 for types that this store has not. */
export function readIndexDefinition(body: Value, id: string): IndexDefinition {
  if (!isDocument(body)) throw new ArangoError(10, 'invalid index definition');
  const type = readType(body['type'] ?? null);
  const fields = type === 'inverted' ? invertedFields(body) : plainFields(body['fields'] ?? null);
  if (type === 'ttl' && fields.length !== 1) {
    throw new ArangoError(10, 'number of fields must be exactly one for ttl index');
  }
  return {
    id,
    name: typeof body['name'] === 'string' ? body['name'] : `idx_${id}`,
    type,
    fields,
    unique: type === 'persistent' && body['unique'] === true,
    sparse: type === 'ttl' || body['sparse'] === true,
    deduplicate: body['deduplicate'] !== false,
    estimates: body['estimates'] !== false,
    cacheEnabled: body['cacheEnabled'] === true,
    storedValues:
      body['storedValues'] === undefined || type === 'inverted' ? [] : plainFields(body['storedValues']),
    expireAfter: type === 'ttl' ? readExpiry(body['expireAfter'] ?? null) : null,
    inverted: type === 'inverted' ? body : null,
  };
}

function readType(type: Value): IndexDefinition['type'] {
  switch (typeof type === 'string' ? type : '') {
    case 'persistent':
    case 'hash':
    case 'skiplist':
      return 'persistent';
    case 'ttl':
      return 'ttl';
    case 'inverted':
      return 'inverted';
    case 'geo':
    case 'fulltext':
    case 'zkd':
    case 'mdi':
      throw notImplemented(`index type ${toStringValue(type)}`);
    default:
      throw new ArangoError(10, 'invalid index type');
  }
}

function plainFields(value: Value): readonly string[] {
  if (!isArray(value) || value.length === 0 || value.length > mostFields) {
    throw new ArangoError(10, 'invalid number of fields in index definition');
  }
  const fields = value.map((field) => {
    if (typeof field !== 'string' || !isPath(field)) {
      throw new ArangoError(10, 'invalid field name in index definition');
    }
    return field;
  });
  if (new Set(fields).size !== fields.length) {
    throw new ArangoError(10, 'duplicate attribute name in index fields list');
  }
  return fields;
}

function isPath(field: string): boolean {
  return field !== '' && !field.startsWith('.') && !field.endsWith('.') && field.split('[*]').length <= 2;
}

/** Field names of an inverted index, given as texts or as objects with a name. */
function invertedFields(body: Document): readonly string[] {
  const fields = body['fields'] ?? [];
  if (!isArray(fields)) throw new ArangoError(10, 'invalid fields of an inverted index');
  return fields.map((field) => {
    const name = isDocument(field) ? (field['name'] ?? null) : field;
    if (typeof name !== 'string') throw new ArangoError(10, 'invalid field of an inverted index');
    return name;
  });
}

function readExpiry(value: Value): number {
  if (typeof value !== 'number' || value < 0) {
    throw new ArangoError(10, 'expireAfter attribute must be a number');
  }
  return value;
}

/** Whether two definitions ask for the same index, whatever their names. */
export function isSameIndex(left: IndexDefinition, right: IndexDefinition): boolean {
  return (
    left.type === right.type &&
    left.unique === right.unique &&
    left.sparse === right.sparse &&
    left.expireAfter === right.expireAfter &&
    left.fields.join('\0') === right.fields.join('\0') &&
    left.storedValues.join('\0') === right.storedValues.join('\0')
  );
}
