import { ArangoError } from '../../errors.ts';
import type { TransactionCollection } from '../../store/transaction-collection.ts';
import { isArray, toStringValue } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import type { ApiRequest } from '../api-request.ts';
import type { ApiResponse } from '../api-response.ts';
import { type Route, route } from '../router.ts';
import { collectionIn, writeEach } from './document-batches.ts';
import {
  type DocumentOptions,
  documentOptions,
  ifMatch,
  keyOf,
  wantedRevision,
  written,
} from './document-options.ts';

/** Status of a write: 202 when it need not have reached the disk. */
function writeStatus(request: ApiRequest, name: string, synced: 200 | 201): number {
  const waits = request.flag('waitForSync') || request.database.collection(name)?.waitForSync === true;
  return waits ? synced : 202;
}

function single(status: number, result: Document, options: DocumentOptions): ApiResponse {
  const headers = typeof result['_rev'] === 'string' ? { etag: `"${result['_rev']}"` } : {};
  return { status, body: options.silent ? {} : result, headers };
}

function insert(request: ApiRequest, name: string): ApiResponse {
  const options = documentOptions(request);
  const body = request.body();
  const status = writeStatus(request, name, 201);
  const write = (collection: TransactionCollection, value: Value): Document =>
    written(collection.insert(value, options.insert), options);
  if (isArray(body)) {
    return writeEach(request, body, { collection: name, status, silent: options.silent, write });
  }
  const result = request.inTransaction((transaction) => write(collectionIn(transaction, name), body));
  return single(status, result, options);
}

type Change = 'update' | 'replace';

function changeMany(request: ApiRequest, name: string, change: Change): ApiResponse {
  const body = request.body();
  if (change === 'replace' && request.flag('onlyget')) return readMany(request, name, body);
  if (!isArray(body)) throw new ArangoError(600, 'expecting a JSON array in the body');
  const options = documentOptions(request);
  return writeEach(request, body, {
    collection: name,
    status: writeStatus(request, name, 201),
    silent: options.silent,
    write: (collection, value) => {
      const key = keyOf(value, collection.name);
      const settings = { ...options.write, ...wantedRevision(value, options) };
      return written(collection[change](key, value, settings), options);
    },
  });
}

function changeOne(request: ApiRequest, [name, key]: readonly [string, string], change: Change): ApiResponse {
  const options = documentOptions(request);
  const body = request.body();
  const settings = { ...options.write, ...wantedRevision(body, options), ...ifMatch(request) };
  const result = request.inTransaction((transaction) =>
    written(collectionIn(transaction, name)[change](key, body, settings), options),
  );
  return single(writeStatus(request, name, 201), result, options);
}

function readMany(request: ApiRequest, name: string, body: Value): ApiResponse {
  if (!isArray(body)) throw new ArangoError(600, 'expecting a JSON array in the body');
  const response = writeEach(request, body, {
    collection: name,
    status: 200,
    silent: false,
    write: (collection, value) => {
      const found = collection.get(keyOf(value, collection.name));
      if (found === null) throw new ArangoError(1202);
      return found;
    },
  });
  return response;
}

function readOne(request: ApiRequest, name: string, key: string): ApiResponse {
  const found = request.inTransaction((transaction) => collectionIn(transaction, name).get(key));
  if (found === null) throw new ArangoError(1202);
  const rev = toStringValue(found['_rev'] ?? null);
  const headers = { etag: `"${rev}"` };
  if (request.header('if-none-match')?.replaceAll('"', '') === rev) return { status: 304, headers };
  const wanted = ifMatch(request).rev;
  if (wanted !== undefined && wanted !== rev) {
    throw new ArangoError(1200, 'conflict, _rev values do not match', { code: 412 });
  }
  return { status: 200, body: found, headers };
}

function removeMany(request: ApiRequest, name: string): ApiResponse {
  const body = request.body();
  if (!isArray(body)) throw new ArangoError(600, 'expecting a JSON array in the body');
  const options = documentOptions(request);
  return writeEach(request, body, {
    collection: name,
    status: writeStatus(request, name, 200),
    silent: options.silent,
    write: (collection, value) =>
      written(collection.remove(keyOf(value, collection.name), wantedRevision(value, options)), options),
  });
}

function removeOne(request: ApiRequest, name: string, key: string): ApiResponse {
  const options = documentOptions(request);
  const result = request.inTransaction((transaction) =>
    written(collectionIn(transaction, name).remove(key, ifMatch(request)), options),
  );
  return single(writeStatus(request, name, 200), result, options);
}

export const documentRoutes: readonly Route[] = [
  route('POST /_api/document/:', (request, [name = '']) => insert(request, name)),
  route('PATCH /_api/document/:', (request, [name = '']) => changeMany(request, name, 'update')),
  route('PUT /_api/document/:', (request, [name = '']) => changeMany(request, name, 'replace')),
  route('DELETE /_api/document/:', (request, [name = '']) => removeMany(request, name)),
  route('GET /_api/document/:/:', (request, [name = '', key = '']) => readOne(request, name, key)),
  route('HEAD /_api/document/:/:', (request, [name = '', key = '']) => readOne(request, name, key)),
  route('PATCH /_api/document/:/:', (request, [name = '', key = '']) =>
    changeOne(request, [name, key], 'update'),
  ),
  route('PUT /_api/document/:/:', (request, [name = '', key = '']) =>
    changeOne(request, [name, key], 'replace'),
  ),
  route('DELETE /_api/document/:/:', (request, [name = '', key = '']) => removeOne(request, name, key)),
];
