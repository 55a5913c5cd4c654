import { ArangoError } from '../../errors.ts';
import type { DeclaredCollections } from '../../store/transaction.ts';
import { isArray, isDocument } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import type { ApiRequest } from '../api-request.ts';
import { type ApiResponse, answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

/** Collection names, given as one text or several; each must exist. */
function names(value: Value | undefined, request: ApiRequest): readonly string[] {
  const list = value === undefined || value === null ? [] : isArray(value) ? value : [value];
  return list.map((name) => {
    if (typeof name !== 'string') throw new ArangoError(10, 'invalid collection name');
    return request.database.requireCollection(name).name;
  });
}

function begin(request: ApiRequest): ApiResponse {
  const body = request.bodyObject();
  const { collections } = body;
  if (!isDocument(collections)) throw new ArangoError(10, 'missing/invalid collections attribute');
  const write = [...names(collections['write'], request), ...names(collections['exclusive'], request)];
  const declared: DeclaredCollections = {
    read: new Set(names(collections['read'], request)),
    write: new Set(write),
    allowImplicit: body['allowImplicit'] !== false && collections['allowImplicit'] !== false,
  };
  const id = request.service.server.nextId();
  request.service.transactions.begin(id, request.database, declared);
  return answer(201, { result: { id, status: 'running' } });
}

export const transactionRoutes: readonly Route[] = [
  route('POST /_api/transaction/begin', begin),
  route('GET /_api/transaction', ({ service, database }) => ({
    status: 200,
    body: { transactions: service.transactions.running(database) },
  })),
  route('GET /_api/transaction/:', ({ service, database }, [id = '']) =>
    answer(200, { result: { id, status: service.transactions.find(id, database).state } }),
  ),
  route('PUT /_api/transaction/:', ({ service, database }, [id = '']) => {
    const transaction = service.transactions.find(id, database);
    if (transaction.state === 'aborted') throw new ArangoError(1654);
    if (transaction.state === 'running') transaction.commit();
    return answer(200, { result: { id, status: 'committed' } });
  }),
  route('DELETE /_api/transaction/:', ({ service, database }, [id = '']) => {
    const transaction = service.transactions.find(id, database);
    if (transaction.state === 'committed') {
      throw new ArangoError(1653, 'transaction was already committed');
    }
    transaction.abort();
    return answer(200, { result: { id, status: 'aborted' } });
  }),
];
