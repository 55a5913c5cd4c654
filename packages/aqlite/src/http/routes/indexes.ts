import { ArangoError } from '../../errors.ts';
import type { Collection } from '../../store/collection.ts';
import type { IndexDefinition } from '../../store/index-definition.ts';
import type { ApiRequest } from '../api-request.ts';
import { answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

function described(definition: IndexDefinition, collection: string): object {
  const { id, name, type, fields, unique, sparse, inverted, storedValues, expireAfter } = definition;
  const common = { id: `${collection}/${id}`, name, type };
  if (inverted !== null) return { ...inverted, ...common, unique: false, sparse: true };
  return {
    ...common,
    fields,
    unique,
    sparse,
    estimates: definition.estimates,
    ...(type === 'persistent'
      ? { deduplicate: definition.deduplicate, cacheEnabled: definition.cacheEnabled }
      : { expireAfter }),
    ...(storedValues.length === 0 ? {} : { storedValues }),
    ...(unique ? { selectivityEstimate: 1 } : {}),
  };
}

function all(collection: Collection): object[] {
  const { name, type } = collection;
  const builtIn = { unique: false, sparse: false };
  return [
    {
      ...builtIn,
      id: `${name}/0`,
      name: 'primary',
      type: 'primary',
      fields: ['_key'],
      unique: true,
      selectivityEstimate: 1,
    },
    ...(type === 'edge'
      ? [{ ...builtIn, id: `${name}/1`, name: 'edge', type: 'edge', fields: ['_from', '_to'] }]
      : []),
    ...collection.definitions().map((definition) => described(definition, name)),
  ];
}

/** By number or name. */
function find(request: ApiRequest, name: string, handle: string): object {
  const collection = request.database.requireCollection(name);
  const found = all(collection).find((index) => {
    const { id, name: own } = index as { id: string; name: string };
    return id === `${collection.name}/${handle}` || own === handle;
  });
  if (found === undefined) throw new ArangoError(1212);
  return found;
}

export const indexRoutes: readonly Route[] = [
  route('GET /_api/index', (request) => {
    const collection = request.database.requireCollection(request.requiredParameter('collection'));
    const indexes = all(collection);
    const identifiers = Object.fromEntries(indexes.map((index) => [(index as { id: string }).id, index]));
    return answer(200, { indexes, identifiers });
  }),
  route('POST /_api/index', (request) => {
    const { name } = request.database.requireCollection(request.requiredParameter('collection'));
    const { definition, isNew } = request.database.createIndex(name, request.body());
    return answer(isNew ? 201 : 200, { ...described(definition, name), isNewlyCreated: isNew });
  }),
  route('GET /_api/index/:/:', (request, [name = '', handle = '']) =>
    answer(200, find(request, name, handle)),
  ),
  route('DELETE /_api/index/:/:', (request, [name = '', handle = '']) => {
    const { id, type } = find(request, name, handle) as { id: string; type: string };
    if (type === 'primary' || type === 'edge') throw new ArangoError(11, 'forbidden');
    request.database.requireCollection(name).dropIndex(id.slice(id.indexOf('/') + 1));
    return answer(200, { id });
  }),
];
