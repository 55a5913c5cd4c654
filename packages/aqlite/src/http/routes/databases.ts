import { ArangoError } from '../../errors.ts';
import type { Database } from '../../store/database.ts';
import { toStringValue } from '../../values/casts.ts';
import type { ApiRequest } from '../api-request.ts';
import { answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

function described(database: Database): object {
  const { name, id } = database;
  return {
    name,
    id,
    path: '',
    isSystem: name === '_system',
    sharding: '',
    replicationFactor: 1,
    writeConcern: 1,
  };
}

function requireSystem(request: ApiRequest): void {
  if (request.database.name !== '_system') throw new ArangoError(1230);
}

function names(request: ApiRequest): string[] {
  return request.service.server.databases().map(({ name }) => name);
}

export const databaseRoutes: readonly Route[] = [
  route('GET /_api/database/current', ({ database }) => answer(200, { result: described(database) })),
  route('GET /_api/database/user', (request) => answer(200, { result: names(request) })),
  route('GET /_api/database', (request) => {
    requireSystem(request);
    return answer(200, { result: names(request) });
  }),
  route('POST /_api/database', (request) => {
    requireSystem(request);
    request.service.server.create(toStringValue(request.bodyObject()['name'] ?? null));
    return answer(201, { result: true });
  }),
  route('DELETE /_api/database/:', (request, [name = '']) => {
    requireSystem(request);
    request.service.server.drop(name);
    return answer(200, { result: true });
  }),
];
