import { executeQuery, type QueryCursor, type QueryOptions } from '../../aql/execute.ts';
import { explainQuery } from '../../aql/explain.ts';
import { parseQuery } from '../../aql/parse-query.ts';
import { ArangoError } from '../../errors.ts';
import type { Transaction } from '../../store/transaction.ts';
import { isDocument } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import { type ApiRequest, attempt } from '../api-request.ts';
import { type ApiResponse, answer } from '../api-response.ts';
import { allResults } from '../give-way.ts';
import { type Route, route } from '../router.ts';

interface Asked {
  readonly text: string;
  readonly bindVars: Document;
  readonly options: Document;
  readonly body: Document;
}

function readQuery(request: ApiRequest): Asked {
  const body = request.bodyObject();
  const { query: text, bindVars = {}, options = {} } = body;
  if (typeof text !== 'string') throw new ArangoError(1502, 'query is empty');
  if (text.trim() === '') throw new ArangoError(1502);
  if (!isDocument(bindVars ?? {})) throw new ArangoError(1550, 'expecting object for <bindVars>');
  return {
    text,
    bindVars: isDocument(bindVars) ? bindVars : {},
    options: isDocument(options) ? options : {},
    body,
  };
}

function number(value: Value | undefined, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : fallback;
}

function queryOptions({ options, body }: Asked): QueryOptions {
  return {
    fullCount: options['fullCount'] === true,
    failOnWarning: options['failOnWarning'] === true,
    maxRuntime: number(options['maxRuntime'], 0),
    memoryLimit: number(body['memoryLimit'], number(options['memoryLimit'], 0)),
    maxWarningCount: number(options['maxWarningCount'], 10),
  };
}

/** Statistics under 3.11's names. */
function statsOf(cursor: QueryCursor): object {
  const { fullCount, ...stats } = cursor.stats();
  return {
    ...stats,
    cursorsRearmed: 0,
    cacheHits: 0,
    cacheMisses: 0,
    httpRequests: 0,
    intermediateCommits: 0,
    ...(fullCount === null ? {} : { fullCount }),
  };
}

async function openCursor(request: ApiRequest): Promise<ApiResponse> {
  const asked = readQuery(request);
  const { body, options } = asked;
  const batchSize = number(body['batchSize'], 1000);
  if (batchSize < 1) throw new ArangoError(1504, 'batchSize must be a positive number');
  const { service, database } = request;
  const running = service.queries.start({
    id: service.server.nextId(),
    database,
    text: asked.text,
    bindVars: asked.bindVars,
    startedAt: service.server.clock(),
  });
  const end = (): void => service.queries.end(running.id);
  let stream = false;
  try {
    const query = start(request, asked, () => running.killed);
    stream = options['stream'] === true && query.plan.written.size === 0;
    const results = stream ? null : await allResults(query.turns());
    const first = await service.cursors.open({
      id: running.id,
      database,
      query,
      batchSize: Math.trunc(batchSize),
      ttlMs: Math.min(number(body['ttl'], 30), 3600) * 1000,
      stream,
      allowRetry: options['allowRetry'] === true,
      results,
      count: body['count'] === true,
      extra: () => ({ warnings: query.warnings(), stats: statsOf(query) }),
      // a streamed query runs for as long as its cursor is open
      close: () => {
        running.killed = true;
        end();
      },
    });
    return answer(201, first);
  } finally {
    if (!stream) end();
  }
}

/** A query that writes runs whole here, in the request's transaction or in one of its own. */
function start(request: ApiRequest, asked: Asked, isKilled: () => boolean): QueryCursor {
  const { service, user } = request;
  const run = (transaction: Transaction): QueryCursor =>
    executeQuery({
      text: asked.text,
      bindVars: asked.bindVars,
      store: transaction.queryStore(user),
      options: queryOptions(asked),
      clock: service.server.clock,
      isKilled,
      requireWith: service.requireWith,
    });
  const id = request.header('x-arango-trx-id');
  if (id === null) return request.database.run((_, transaction) => run(transaction));
  const transaction = service.transactions.use(id, request.database);
  return attempt(transaction, () => run(transaction));
}

export const queryRoutes: readonly Route[] = [
  route('POST /_api/cursor', openCursor),
  route('POST /_api/cursor/:', async ({ service, database }, [id = '']) =>
    answer(200, await service.cursors.next(id, database, null)),
  ),
  route('PUT /_api/cursor/:', async ({ service, database }, [id = '']) =>
    answer(200, await service.cursors.next(id, database, null)),
  ),
  route('POST /_api/cursor/:/:', async ({ service, database }, [id = '', batch = '']) =>
    answer(200, await service.cursors.next(id, database, batch)),
  ),
  route('DELETE /_api/cursor/:', ({ service, database }, [id = '']) => {
    service.cursors.close(id, database);
    return answer(202, { id });
  }),
  route('POST /_api/explain', (request) => {
    const { text, bindVars } = readQuery(request);
    const explained = request.inTransaction((transaction) =>
      explainQuery({ text, bindVars, store: transaction.queryStore(request.user) }),
    );
    return answer(200, { ...explained });
  }),
  route('POST /_api/query', (request) => {
    const { text } = readQuery(request);
    const { collections, bindVars, ast } = parseQuery(text);
    return answer(200, { parsed: true, collections, bindVars, ast });
  }),
  route('GET /_api/query/current', ({ service, database }) => ({
    status: 200,
    body: service.queries.list(database).map(({ id, text, bindVars, startedAt }) => ({
      id,
      database: database.name,
      query: text,
      bindVars,
      started: new Date(startedAt).toISOString(),
      runTime: (service.server.clock() - startedAt) / 1000,
      state: 'executing',
      stream: false,
    })),
  })),
  route('DELETE /_api/query/:', ({ service, database }, [id = '']) => {
    service.queries.kill(id, database);
    return answer(200, {});
  }),
];
