import type { InsertOptions, UpdateOptions, WriteResult } from '../../aql/ports.ts';
import { ArangoError } from '../../errors.ts';
import { isDocument } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import type { ApiRequest } from '../api-request.ts';

/** The options that the document routes share, from the query string. */
export interface DocumentOptions {
  readonly returnNew: boolean;
  readonly returnOld: boolean;
  readonly silent: boolean;
  readonly waitForSync: boolean;
  /** False: the `_rev` in a body must be the stored one. */
  readonly ignoreRevs: boolean;
  readonly write: UpdateOptions;
  readonly insert: InsertOptions;
}

const overwriteModes: ReadonlySet<string> = new Set(['ignore', 'replace', 'update', 'conflict']);

export function documentOptions(request: ApiRequest): DocumentOptions {
  const write = {
    keepNull: request.flag('keepNull', true),
    mergeObjects: request.flag('mergeObjects', true),
  };
  const overwriteMode =
    request.parameter('overwriteMode') ?? (request.flag('overwrite') ? 'replace' : 'conflict');
  if (!overwriteModes.has(overwriteMode)) {
    throw new ArangoError(10, `invalid value for overwriteMode: ${overwriteMode}`);
  }
  return {
    returnNew: request.flag('returnNew'),
    returnOld: request.flag('returnOld'),
    silent: request.flag('silent'),
    waitForSync: request.flag('waitForSync'),
    ignoreRevs: request.flag('ignoreRevs', true),
    write,
    insert: { ...write, overwriteMode: overwriteMode as NonNullable<InsertOptions['overwriteMode']> },
  };
}

/** The answer to one write: the document's identity, the old revision, both versions where asked for. */
export function written(result: WriteResult, options: DocumentOptions): Document {
  const shown = result.new ?? result.old;
  if (shown === null) return {};
  const { _id = null, _key = null, _rev = null } = shown;
  const replaced = result.old !== null && result.new !== null;
  return {
    _id,
    _key,
    _rev,
    ...(replaced ? { _oldRev: result.old['_rev'] ?? null } : {}),
    ...(options.returnOld && result.old !== null ? { old: result.old } : {}),
    ...(options.returnNew && result.new !== null ? { new: result.new } : {}),
  };
}

/** The key in a document, a key or an id; 1221 when there is none, 1213 when it names another collection. */
export function keyOf(value: Value, collection: string): string {
  const given = isDocument(value) ? (value['_key'] ?? value['_id']) : value;
  if (typeof given !== 'string') throw new ArangoError(1221);
  const slash = given.indexOf('/');
  if (slash === -1) return given;
  if (given.slice(0, slash) !== collection) throw new ArangoError(1213);
  return given.slice(slash + 1);
}

/** The revision that a body asks for, unless revisions are ignored. */
export function wantedRevision(value: Value, options: DocumentOptions): { rev?: string } {
  if (options.ignoreRevs || !isDocument(value)) return {};
  const rev = value['_rev'];
  return typeof rev === 'string' ? { rev } : {};
}

/** The revision of an If-Match header; quotes may surround it. */
export function ifMatch(request: ApiRequest): { rev?: string } {
  const rev = request.header('if-match')?.replaceAll('"', '');
  return rev === undefined || rev === '' ? {} : { rev };
}
