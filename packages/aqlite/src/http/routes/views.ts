import { ArangoError, notImplemented } from '../../errors.ts';
import type { StoredAnalyzer } from '../../store/analyzers.ts';
import type { StoredView } from '../../store/view-definitions.ts';
import type { ApiRequest } from '../api-request.ts';
import { type ApiResponse, answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

function named(view: StoredView): object {
  const { id, name, type } = view;
  return { id, name, type, globallyUniqueId: `h${id}/${id}` };
}

function properties(view: StoredView): object {
  const empty = view.type === 'arangosearch' ? { links: {} } : { indexes: [] };
  return { ...empty, ...view.properties, ...named(view) };
}

function analyzerNamed(request: ApiRequest, name: string): StoredAnalyzer {
  const analyzer = request.database.storedAnalyzer(name);
  if (analyzer === null) throw new ArangoError(1202, `unable to find analyzer '${name}'`);
  return analyzer;
}

function describedAnalyzer(request: ApiRequest, analyzer: StoredAnalyzer): object {
  const { name, type, properties: settings, features } = analyzer;
  const isBuiltIn = name === 'identity' || /^text_[a-z]{2}$/.test(name);
  const fullName = isBuiltIn ? name : `${request.database.name}::${name}`;
  return { name: fullName, type, properties: settings, features };
}

function createAnalyzer(request: ApiRequest): ApiResponse {
  const body = request.bodyObject();
  const known = typeof body['name'] === 'string' ? request.database.storedAnalyzer(body['name']) : null;
  if (known !== null) {
    const isSame =
      known.type === body['type'] &&
      JSON.stringify(known.properties) === JSON.stringify(body['properties'] ?? {});
    if (!isSame) throw new ArangoError(10, `analyzer '${known.name}' already exists with other properties`);
    return answer(200, describedAnalyzer(request, known));
  }
  return answer(201, describedAnalyzer(request, request.database.createAnalyzer(body)));
}

function removeAnalyzer(request: ApiRequest, name: string): ApiResponse {
  const analyzer = analyzerNamed(request, name);
  request.database.dropAnalyzer(analyzer.name);
  return answer(200, { name: `${request.database.name}::${analyzer.name}` });
}

export const viewRoutes: readonly Route[] = [
  route('GET /_api/view', ({ database }) => answer(200, { result: database.views().map(named) })),
  route('POST /_api/view', (request) => ({
    status: 201,
    body: properties(request.database.createView(request.bodyObject())),
  })),
  route('GET /_api/view/:', ({ database }, [name = '']) => answer(200, named(database.requireView(name)))),
  route('GET /_api/view/:/properties', ({ database }, [name = '']) =>
    answer(200, properties(database.requireView(name))),
  ),
  route('PUT /_api/view/:/properties', (request, [name = '']) => ({
    status: 200,
    body: properties(request.database.changeView(name, request.bodyObject(), false)),
  })),
  route('PATCH /_api/view/:/properties', (request, [name = '']) => ({
    status: 200,
    body: properties(request.database.changeView(name, request.bodyObject(), true)),
  })),
  route('PUT /_api/view/:/rename', () => {
    throw notImplemented('renaming a view');
  }),
  route('DELETE /_api/view/:', ({ database }, [name = '']) => {
    database.dropView(name);
    return answer(200, { result: true });
  }),
  route('GET /_api/analyzer', (request) =>
    answer(200, {
      result: request.database.analyzers().map((analyzer) => describedAnalyzer(request, analyzer)),
    }),
  ),
  route('POST /_api/analyzer', createAnalyzer),
  route('GET /_api/analyzer/:', (request, [name = '']) =>
    answer(200, describedAnalyzer(request, analyzerNamed(request, name))),
  ),
  route('DELETE /_api/analyzer/:', (request, [name = '']) => removeAnalyzer(request, name)),
];
