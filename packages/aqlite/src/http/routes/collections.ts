import { createHash } from 'node:crypto';
import { ArangoError } from '../../errors.ts';
import type { Collection } from '../../store/collection.ts';
import { identityOf } from '../../values/distinct.ts';
import { toStringValue } from '../../values/casts.ts';
import type { ApiRequest } from '../api-request.ts';
import { type ApiResponse, answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

function described(collection: Collection): object {
  const { id, name, type } = collection;
  const isSystem = name.startsWith('_');
  const globallyUniqueId = isSystem ? name : `h${id}/${id}`;
  return { id, name, type: type === 'edge' ? 3 : 2, isSystem, status: 3, globallyUniqueId };
}

function properties(collection: Collection): object {
  return {
    ...described(collection),
    statusString: 'loaded',
    waitForSync: collection.waitForSync,
    keyOptions: { ...collection.keys.options, lastValue: collection.keys.last },
    cacheEnabled: false,
    schema: null,
    computedValues: null,
    writeConcern: 1,
  };
}

function create(request: ApiRequest): ApiResponse {
  const body = request.bodyObject();
  const { name, type } = body;
  if (typeof name !== 'string') throw new ArangoError(1208);
  if (type !== undefined && type !== 2 && type !== 3) throw new ArangoError(1218);
  const collection = request.database.createCollection(name, {
    type: type === 3 ? 'edge' : 'document',
    keyOptions: body['keyOptions'] ?? null,
    waitForSync: body['waitForSync'] === true,
    schema: body['schema'] ?? null,
    computedValues: body['computedValues'] ?? null,
  });
  return answer(200, properties(collection));
}

function count(request: ApiRequest, name: string): number {
  const { name: actual } = request.database.requireCollection(name);
  return request.inTransaction((transaction) => transaction.collection(actual)?.count() ?? 0);
}

/** Changes with every document's revision. */
function revisionOf(collection: Collection): string {
  let latest = '0';
  for (const { document } of collection.scan()) {
    const revision = document['_rev'];
    if (typeof revision === 'string' && revision > latest) latest = revision;
  }
  return latest;
}

function checksum(collection: Collection, withData: boolean): string {
  const hash = createHash('sha256');
  const lines = collection.scan().map(({ key, document }) => {
    const { _rev: _, ...rest } = document;
    return withData ? identityOf(rest) : key;
  });
  for (const line of lines.toSorted()) hash.update(line);
  return BigInt(`0x${hash.digest('hex').slice(0, 16)}`).toString();
}

function truncate(request: ApiRequest, name: string): ApiResponse {
  const collection = request.database.requireCollection(name);
  request.inTransaction((transaction) => {
    const view = transaction.collection(collection.name);
    for (const document of view?.scan() ?? []) view?.remove(toStringValue(document['_key'] ?? null));
  });
  return answer(200, described(collection));
}

export const collectionRoutes: readonly Route[] = [
  route('GET /_api/collection', (request) => {
    const all = request.database.collections();
    const wanted = request.flag('excludeSystem') ? all.filter(({ name }) => !name.startsWith('_')) : all;
    return answer(200, { result: wanted.map(described) });
  }),
  route('POST /_api/collection', create),
  route('GET /_api/collection/:', (request, [name = '']) =>
    answer(200, described(request.database.requireCollection(name))),
  ),
  route('DELETE /_api/collection/:', (request, [name = '']) =>
    answer(200, { id: request.database.dropCollection(name).id }),
  ),
  route('GET /_api/collection/:/properties', (request, [name = '']) =>
    answer(200, properties(request.database.requireCollection(name))),
  ),
  route('PUT /_api/collection/:/properties', (request, [name = '']) => {
    const collection = request.database.requireCollection(name);
    const waits = request.bodyObject()['waitForSync'];
    if (typeof waits === 'boolean') collection.waitForSync = waits;
    return answer(200, properties(collection));
  }),
  route('GET /_api/collection/:/count', (request, [name = '']) =>
    answer(200, {
      ...properties(request.database.requireCollection(name)),
      count: count(request, name),
    }),
  ),
  route('GET /_api/collection/:/figures', (request, [name = '']) => {
    const collection = request.database.requireCollection(name);
    const indexes = {
      count: 1 + Number(collection.type === 'edge') + collection.definitions().length,
      size: 0,
    };
    return answer(200, {
      ...properties(collection),
      count: collection.size,
      figures: { indexes, documentsSize: 0, cacheInUse: false },
    });
  }),
  route('GET /_api/collection/:/revision', (request, [name = '']) => {
    const collection = request.database.requireCollection(name);
    return answer(200, { ...properties(collection), revision: revisionOf(collection) });
  }),
  route('GET /_api/collection/:/checksum', (request, [name = '']) => {
    const collection = request.database.requireCollection(name);
    return answer(200, {
      ...described(collection),
      revision: revisionOf(collection),
      checksum: checksum(collection, request.flag('withData')),
    });
  }),
  route('PUT /_api/collection/:/truncate', (request, [name = '']) => truncate(request, name)),
  route('PUT /_api/collection/:/rename', (request, [name = '']) => {
    const newName = request.bodyObject()['name'];
    if (typeof newName !== 'string') throw new ArangoError(1208);
    return answer(200, described(request.database.renameCollection(name, newName)));
  }),
];
