import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import { attributeOf } from '../compile/access.ts';
import { isObject } from '../compile/literals.ts';
import type { UpdateOptions } from '../ports.ts';
import type { Frame } from '../run/runtime.ts';
import type { Options } from './options.ts';

export const modificationOptions = [
  'ignoreErrors',
  'waitForSync',
  'keepNull',
  'mergeObjects',
  'overwrite',
  'overwriteMode',
  'ignoreRevs',
  'exclusive',
  'refillIndexCaches',
  'indexHint',
  'forceIndexHint',
  'disableIndex',
] as const;

/** The key of a document or a key itself, as REMOVE, UPDATE and REPLACE take it. */
export function keyOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) {
    throw new ArangoError(1227, `Expected object or string, but got ${typeNameOf(value)}`);
  }
  if (!Object.hasOwn(value, '_key')) {
    throw new ArangoError(1221, 'Expected _key to be present in document.');
  }
  const key = attributeOf(value, '_key');
  if (typeof key === 'string') return key;
  throw new ArangoError(1221, 'Expected _key to be a string attribute in document.');
}

function typeNameOf(value: Value): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** With `ignoreRevs: false` the revision in the document must be the stored one. */
export function updateOptions(options: Options, document: Value): UpdateOptions {
  const rev = attributeOf(document, '_rev');
  return {
    keepNull: options('keepNull') !== false,
    mergeObjects: options('mergeObjects') !== false,
    ...(options('ignoreRevs') === false && typeof rev === 'string' && { rev }),
  };
}

/** Runs a write; one that fails is counted and passed over when the statement ignores errors. */
export function attempt<T>(frame: Frame, options: Options, write: () => T): T | null {
  const { stats } = frame.runtime;
  try {
    const result = write();
    stats.writesExecuted++;
    return result;
  } catch (error) {
    if (!(error instanceof ArangoError) || options('ignoreErrors') !== true) throw error;
    stats.writesIgnored++;
    return null;
  }
}
